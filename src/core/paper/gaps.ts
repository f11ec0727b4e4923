/** What the paper does not say of one of its tables, as the plan settles it, and where the plan is not what the paper did. */
import type { Plan } from "../experiment.ts";
import { paperTables, tableNumberOf } from "./presets.ts";

export interface PaperGaps {
  readonly table: number;
  readonly lambda: number;
  readonly batch: number;
  readonly isMirrored: boolean;
  /** Images that the student learns from, and others that validate. */
  readonly training: number;
  readonly validation: number;
  /** One of so many of the paper's iterations is done. */
  readonly shortened: number;
  readonly seeds: number;
  /** Each network learns stage 1 by itself, where the paper's three begin from one. */
  readonly repeatsStageOne: boolean;
  /** Not the paper's images. */
  readonly hasOtherImages: boolean;
}

/** Null where the plan is made after no table. */
export function gapsOf({ name, seeds, experiments }: Plan): PaperGaps | null {
  const table = tableNumberOf(name);
  const whole = paperTables.get(`paper-table-${table}`)?.experiments.find((row) => row.name === "fsp");
  const fsp = experiments.find((row) => row.name === "fsp");
  if (table === null || !whole || fsp?.method.kind !== "fsp") return null;
  return {
    table,
    lambda: fsp.method.lambda,
    batch: fsp.batch,
    isMirrored: fsp.augment.flip,
    training: fsp.data.training,
    validation: fsp.data.validation,
    shortened: Math.round(whole.task.iterations / fsp.task.iterations),
    seeds: seeds.length,
    repeatsStageOne: table <= 2,
    hasOtherImages: table === 5,
  };
}

/** In English: what is settled here, then what differs. */
export function gapSentences(gaps: PaperGaps): string[] {
  const { lambda, batch, shortened, seeds } = gaps;
  const [training, validation] = [gaps.training, gaps.validation].map((count) => count.toLocaleString("en"));
  return [
    `The paper does not give lambda (${lambda} here), the batch (${batch}), the networks' widths, which layer a section's pair begins with, whether images are mirrored (${gaps.isMirrored ? "they are" : "they are not"} here), which images validate (${validation} that nobody learns from) or its seeds (${seeds} here).`,
    ...(shortened > 1
      ? [
          `Of the paper's iterations one in ${shortened} is done, with narrower networks and ${training} training images.`,
        ]
      : []),
    ...(gaps.repeatsStageOne
      ? ["Each network learns stage 1 by itself; the paper's three begin from one stage 1."]
      : []),
    ...(gaps.hasOtherImages
      ? ["The paper goes from ImageNet to 200 kinds of birds; here it is from some classes of one set to its others."]
      : []),
  ];
}
