/** The fsp method's later settings: absent from a document means as the first documents of version 1 had them. */
import { canonicalJson } from "./canonical.ts";
import type { Experiment, FspMethod } from "./experiment.ts";
import type { FspFamily } from "./methods/facts.ts";
import { readsFsp } from "./methods/facts.ts";

type Later = "convention" | "matching" | "matrix" | "remedy" | "shuffled";
export type FspSettings = Required<Pick<FspMethod, Later>>;

export const usualFspSettings: FspSettings = {
  convention: { pairs: "within", pool: "max", resized: "larger", reduction: "squared-sum", total: "sum" },
  matching: { kind: "section" },
  matrix: "product",
  remedy: { kind: "none" },
  shuffled: false,
};

export function fspSettingsOf(method: FspFamily): FspSettings {
  return { ...usualFspSettings, ...method };
}

/** Whether FSP's loss sums the squares of the difference of the paper's own matrices, scaled or not. */
export function isPlain({ convention, matrix, remedy, shuffled }: FspSettings): boolean {
  return matrix === "product" && remedy.kind === "none" && convention.reduction !== "column-norms" && !shuffled;
}

/** With every setting written out: a plan's experiments can then be kept as differences from the first. */
export function spelledOut(experiment: Experiment): Experiment {
  const { method } = experiment;
  return readsFsp(method) ? { ...experiment, method: { ...usualFspSettings, ...method } } : experiment;
}

/** Without the settings that are as usual: an experiment has one form, and one hash, whoever wrote it. */
export function withoutUsual(experiment: Experiment): Experiment {
  const { method } = experiment;
  return readsFsp(method) ? { ...experiment, method: methodWithoutUsual(method) } : experiment;
}

export function methodWithoutUsual<M extends FspFamily>(method: M): M {
  const usual: Readonly<Record<string, unknown>> = { ...usualFspSettings };
  const kept = Object.entries(method).filter(
    ([key, value]) => !Object.hasOwn(usual, key) || canonicalJson(value) !== canonicalJson(usual[key]),
  );
  // oxlint-disable-next-line no-unsafe-type-assertion -- only keys that may be absent are left out
  return Object.fromEntries(kept) as M;
}
