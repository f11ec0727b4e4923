/** `--data`: images from elsewhere for the experiments of a plan. */
import { BadInput } from "../core/bad-input.ts";
import { defaultExperiment } from "../core/defaults.ts";
import { toDocument, toPlan } from "../core/document.ts";
import type { Experiment, Plan, StoredData, Teacher } from "../core/experiment.ts";
import { outlineOf, storedData, storedIn } from "../core/stored-choice.ts";
import type { FoundSet } from "../data/import/found-set.ts";
import { summaryOf } from "../data/import/summary.ts";
import type { FindStored } from "../data/stored.ts";
import { imagesAt } from "./caged-reading.ts";
import { summaryText } from "./data-text.ts";

export interface GivenData {
  readonly plan: Plan;
  readonly findStored: FindStored;
}

/**
 * Reads and describes what is given. Experiments that name stored images get those; where none does, all learn from what is
 * given.
 */
export async function withData(plan: Plan, paths: readonly string[]): Promise<GivenData> {
  const sets: FoundSet[] = [];
  for (const path of paths) sets.push(await lookedAt(path));
  const wanted = plan.experiments.flatMap(storedIn);
  for (const { name, sha256 } of wanted) {
    if (!sets.some((set) => set.sha256 === sha256)) throw missing(name, sha256, sets);
  }
  const findStored: FindStored = async (sha256) => sets.find((set) => set.sha256 === sha256)?.images ?? null;
  const [set, ...more] = sets;
  if (!set || wanted.length > 0) return { plan, findStored };
  if (more.length > 0)
    throw new BadInput("The experiments name no stored images, so --data can be given once; name the sets in them.");
  const experiments = plan.experiments.map((experiment) => learningFrom(set, experiment));
  const replaced = plan.experiments.find(({ teacher }, index) => experiments[index]!.teacher !== teacher);
  if (replaced)
    process.stdout.write(`The teacher of "${replaced.name}" learnt other images: one like it is trained on these.\n`);
  return { plan: toPlan(toDocument({ ...plan, experiments })), findStored };
}

/** `lab data PATH`: what is there, and how an experiment names it. */
export async function dataCommand([path, ...more]: string[]): Promise<void> {
  if (path === undefined || more.length > 0) throw new BadInput("Use data FILE or data DIR.");
  const set = await lookedAt(path);
  const { training, validation, test } = defaultExperiment.data;
  process.stdout.write(`${JSON.stringify(dataOf(set, { training, validation, test }))}\n`);
}

async function lookedAt(path: string): Promise<FoundSet> {
  const set = await imagesAt(path, process.argv[1]!);
  process.stdout.write(`${summaryText(summaryOf(set))}\n`);
  return set;
}

function missing(name: string, sha256: string, given: readonly FoundSet[]): BadInput {
  if (given.length === 0) return new BadInput({ code: "data-missing", name, sha256 }, "--data");
  const found = given.map((set) => `"${set.name}" (${set.sha256.slice(0, 8)}…)`).join(", ");
  return new BadInput(
    `The experiments learn from "${name}" (SHA-256 ${sha256.slice(0, 8)}…), but --data gives ${found}; give that file.`,
  );
}

function learningFrom(set: FoundSet, experiment: Experiment): Experiment {
  return { ...experiment, data: dataOf(set, experiment.data), teacher: ownTeacher(experiment.teacher) };
}

function dataOf(
  { name, sha256, images }: FoundSet,
  asked: Pick<StoredData, "training" | "validation" | "test">,
): StoredData {
  return storedData(outlineOf(name, sha256, images), asked);
}

/** A shipped teacher learnt from other images: the same network learns from these. */
function ownTeacher(teacher: Teacher): Teacher {
  const usual = defaultExperiment.teacher;
  if (teacher.kind !== "shipped" || usual.kind !== "recipe") return teacher;
  return { ...usual, network: teacher.network };
}
