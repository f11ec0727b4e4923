/** Which variants of its kernels a plan is run with: found once for an adapter, then remembered. */
import { studentNetwork, teacherNetwork } from "../core/build-network.ts";
import { canonicalJson, hashOf } from "../core/canonical.ts";
import type { Experiment, Plan } from "../core/experiment.ts";
import type { Network } from "../core/network.ts";
import { hasTeacher } from "../core/plan-runs.ts";
import type { Convolution, VariantTable } from "../kernels/convolution/variants.ts";
import { convolutionsIn, kernelVersion, productsOf } from "../kernels/convolution/variants.ts";
import { layoutOf } from "../models/arena.ts";
import { taskRoutine } from "../models/step-routine.ts";
import type { Backend } from "./backend.ts";

/** Where tables are kept between runs; what cannot be kept is found anew each time. */
export interface VariantMemory {
  /** What `write` was given last; null where there is nothing. */
  read(): Promise<string | null>;
  write(text: string): Promise<void>;
}

/** The hash of the plan's own table, by which machines work from now on; null where shapes alone decide. */
export async function chooseVariants(
  plan: Plan,
  backend: Backend,
  memory: VariantMemory,
  now: () => number,
): Promise<string | null> {
  if (!backend.tune) return null;
  const remembered = rememberedOf(await memory.read());
  const prefix = `${backend.adapter} v${kernelVersion} `;
  const known = Object.fromEntries(
    Object.entries(remembered)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, variant]) => [key.slice(prefix.length), variant]),
  );
  const table = await backend.tune(convolutionsOf(plan), known, now);
  const added = Object.fromEntries(Object.entries(table).map(([shape, variant]) => [prefix + shape, variant]));
  const text = canonicalJson({ ...remembered, ...added });
  if (text !== canonicalJson(remembered)) await memory.write(text);
  return hashOf(table);
}

/** By adapter, version and shape. Text that is no table says nothing. */
function rememberedOf(text: string | null): VariantTable {
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
    const entries: [string, unknown][] = Object.entries(value);
    const whole = entries.filter(
      (entry): entry is [string, number] => Number.isInteger(entry[1]) && Number(entry[1]) >= 0,
    );
    return whole.length === entries.length ? Object.fromEntries(whole) : {};
  } catch {
    return {};
  }
}

/** Of all steps that a plan trains by, the largest first. What is looked at in between is left to the shapes. */
function convolutionsOf(plan: Plan): Convolution[] {
  const found = plan.experiments.flatMap((experiment) => [
    ...stepOf(studentNetwork(experiment), experiment.batch),
    ...(hasTeacher(plan, experiment) ? teacherStepsOf(experiment) : []),
  ]);
  return found.toSorted((a, b) => productsOf(b) - productsOf(a));
}

/** Training it, and running it beside the student. */
function teacherStepsOf(experiment: Experiment): Convolution[] {
  const { teacher, batch } = experiment;
  const network = teacherNetwork(experiment);
  const beside = stepOf(network, batch).filter(({ op }) => op === "conv");
  return teacher.kind === "recipe" ? [...stepOf(network, teacher.batch), ...beside] : beside;
}

function stepOf(network: Network, batch: number): Convolution[] {
  const made = taskRoutine(network, layoutOf(network), batch, new Float32Array(256 * network.input[2]));
  return made ? convolutionsIn(made.routine.calls, batch) : [];
}
