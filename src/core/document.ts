/** From unknown JSON to an experiment or a plan that can run, or one sentence on why not. */
import * as v from "valibot";
import { BadInput } from "./bad-input.ts";
import { canonicalJson } from "./canonical.ts";
import { customFaults } from "./custom-faults.ts";
import type { DocumentFault } from "./document-fault.ts";
import type { Data, Document, Experiment, NetworkSpec, Plan, Schedule, Sweep } from "./experiment.ts";
import { experimentSchema, mostTrials, planSchema } from "./experiment.ts";
import { networkFor, imageSizeOf, studentNetwork, teacherNetwork } from "./build-network.ts";
import type { Costs, Network } from "./network.ts";
import { costsOf, sizeOf } from "./network.ts";
import { readsFsp, stageOneOf } from "./methods/facts.ts";
import { methodProblem } from "./methods/problem.ts";
import type { FspSettings } from "./fsp-settings.ts";
import { fspSettingsOf, withoutUsual } from "./fsp-settings.ts";
import { classCountOf, fashionImages, subsetOf, wholeClasses } from "./set-classes.ts";
import { lessonsOf } from "./lessons.ts";
import { matchingOf } from "./matching.ts";
import type { Problem, Rule } from "./problem.ts";
import { rangeIn } from "./setting-range.ts";
import { unknownSettings } from "./unknown-settings.ts";

/** Of canonical JSON: 64 experiments with all blocks that they may draw would have 3 million, and kept the page busy for 4 s. */
export const longestDocument = 2 ** 19;

/** A training step above this asks for more memory than a browser's tab may have. */
export const memoryBudgetBytes = 4 * 2 ** 30;

/** Checks a parsed JSON value that is to be trained; throws `BadInput` with one sentence that names the field. */
export function toDocument(value: unknown): Document {
  return documentIn(value, { checkSize: checkMemory, isBounded: true, hasOwnTrials: true });
}

/** The same of what may need more memory than there is: to be shown and made smaller, not to be trained. */
export function toDocumentOfAnySize(value: unknown): Document {
  return documentIn(value, { checkSize: () => {}, isBounded: true, hasOwnTrials: false });
}

/** The same of what was trained before: it opens, whatever rules there are for what is new. */
export function toKeptDocument(value: unknown): Document {
  return documentIn(value, { checkSize: checkMemory, isBounded: false, hasOwnTrials: false });
}

interface Rules {
  /** Throws where an experiment is too large. */
  readonly checkSize: (experiment: Experiment, at: string) => void;
  /** No longer, and with no more trials, than a page can hold. */
  readonly isBounded: boolean;
  /** Rates are tried with seeds that no run has. */
  readonly hasOwnTrials: boolean;
}

function documentIn(value: unknown, rules: Rules): Document {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw refused({ kind: "no-object", found: describe(value) });
  }
  const kind: unknown = "kind" in value ? value.kind : undefined;
  if (kind !== "experiment" && kind !== "plan") {
    throw refused({ kind: "no-kind", found: describe(kind) });
  }
  const version: unknown = "version" in value ? value.version : undefined;
  if (version !== 1) {
    throw refused({ kind: "version", found: describe(version) });
  }
  const schema = kind === "experiment" ? experimentSchema : planSchema;
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (!result.success) {
    // Ahead of what else is wrong: a misspelt setting is also one that is missing.
    const unknown = unknownSettings(schema, value);
    throw new BadInput(
      unknown.length > 0 ? { code: "unknown-settings", settings: unknown } : problemIn(result.issues[0]),
    );
  }
  const text = canonicalOrNull(result.output);
  // Of a record, valibot leaves out what has a name that every object knows, where it should refuse it.
  if (text === null || text !== canonicalOrNull(value)) throw refused({ kind: "forbidden-name" });
  if (rules.isBounded && text.length > longestDocument)
    throw new BadInput({ code: "document-long", length: text.length, most: longestDocument });
  const document = inOneForm(result.output);
  for (const experiment of experimentsOf(document)) checkExperiment(experiment, rules.checkSize);
  if (document.kind === "plan") checkPlan(document, rules);
  return document;
}

function inOneForm(document: Document): Document {
  return document.kind === "plan"
    ? { ...document, experiments: document.experiments.map(withoutUsual) }
    : withoutUsual(document);
}

function canonicalOrNull(value: object): string | null {
  try {
    return canonicalJson(value);
  } catch {
    // Nested too deep to be written: no setting is.
    return null;
  }
}

export function experimentsOf(document: Document): readonly Experiment[] {
  return document.kind === "plan" ? document.experiments : [document];
}

/** Any document as a plan: a lone experiment is a plan of one, with seed 1. */
export function toPlan(document: Document): Plan {
  if (document.kind === "plan") return document;
  const { name } = document;
  return { kind: "plan", version: 1, name, seeds: [1], baseline: null, teacherPerSeed: false, experiments: [document] };
}

function checkPlan(plan: Plan, rules: Rules): void {
  const names = plan.experiments.map((experiment) => experiment.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw refused({ kind: "experiment-twice", name: twice });
  if (plan.baseline !== null && !names.includes(plan.baseline)) {
    throw refused({ kind: "baseline", name: plan.baseline, experiments: names });
  }
  const seedTwice = repeatedIn(plan.seeds);
  if (seedTwice !== undefined) throw refused({ kind: "seed-twice", seed: seedTwice, of: "plan" });
  if (plan.sweep) checkSweep(plan.sweep, plan, rules);
}

function checkSweep({ rates, seeds }: Sweep, { seeds: runs, experiments }: Plan, rules: Rules): void {
  const trials = experiments.length * rates.length * seeds.length;
  if (rules.isBounded && trials > mostTrials) throw new BadInput({ code: "trials", found: trials, most: mostTrials });
  const wrong = rates.find((rate, index) => rate <= (rates[index - 1] ?? 0));
  if (wrong !== undefined) throw refused({ kind: "rate-order", rate: wrong });
  const seedTwice = repeatedIn(seeds);
  if (seedTwice !== undefined) throw refused({ kind: "seed-twice", seed: seedTwice, of: "sweep" });
  const shared = rules.hasOwnTrials ? seeds.find((seed) => runs.includes(seed)) : undefined;
  if (shared !== undefined) throw new BadInput({ code: "sweep-seed", seed: shared });
}

function repeatedIn(seeds: readonly number[]): number | undefined {
  return seeds.find((seed, index) => seeds.indexOf(seed) !== index);
}

function checkExperiment(experiment: Experiment, checkSize: Rules["checkSize"]): void {
  const at = `experiment "${experiment.name}"`;
  checkData(experiment.data, at);
  checkSchedule(experiment.task, `${at}, task`);
  if (experiment.teacher.kind === "recipe") {
    checkSchedule(experiment.teacher.schedule, `${at}, teacher`);
    const { before } = experiment.teacher;
    if (before) checkSchedule(before.schedule, `${at}, teacher, before`);
    // Of no lesson yet: its network may be one that cannot be built.
    for (const data of [before?.data, experiment.teacher.data]) if (data) checkData(data, `${at}, teacher`);
  }
  const size = imageSizeOf(experiment.data);
  const { method, teacher, student } = experiment;
  checkNetwork("student", student, experiment.data, at);
  checkNetwork("teacher", teacher.network, (teacher.kind === "recipe" && teacher.data) || experiment.data, at);
  checkSize(experiment, at);
  if (teacher.kind === "recipe") {
    const other = lessonsOf(teacher, experiment.data).find(({ data }) => imageSizeOf(data).join() !== size.join());
    if (other) throw new BadInput({ code: "teacher-images", teacher: imageSizeOf(other.data), student: size }, at);
  }
  const stageOne = stageOneOf(method);
  if (stageOne) checkSchedule(stageOne, `${at}, method`);
  const problem = methodProblem(method, teacherNetwork(experiment), studentNetwork(experiment));
  if (problem) throw new BadInput(problem, at);
  if (!readsFsp(method)) return;
  const settings = fspSettingsOf(method);
  const networks = {
    teacher: networkFor(experiment.teacher.network, size, classCountOf(experiment.data)),
    student: networkFor(experiment.student, size, classCountOf(experiment.data)),
  };
  checkTaps(settings, networks, at);
  const matching = matchingOf(networks.teacher, networks.student, method.firstTap, settings);
  const misfit = matching.misfits[0];
  if (misfit) {
    const { name: pair, teacher: theirs, student: ours, reason } = misfit;
    throw new BadInput({ code: "misfit", pair, teacher: theirs, student: ours, reason }, at);
  }
  const unknown = Object.keys(method.pairLambda).find((name) => !matching.matches.some((match) => match.name === name));
  if (unknown) throw refused({ kind: "pair", name: unknown, pairs: matching.matches.map(({ name }) => name) }, at);
}

/** Pairs that were matched by hand name layers that are there and have maps. */
function checkTaps({ matching }: FspSettings, networks: Record<"teacher" | "student", Network>, at: string): void {
  if (matching.kind !== "hand") return;
  for (const pair of matching.pairs) {
    for (const side of ["teacher", "student"] as const) {
      for (const tap of pair[side]) {
        const node = networks[side].nodes.find(({ name }) => name === tap);
        if (node?.shape.length === 3) continue;
        throw new BadInput({ code: "tap", side, tap, why: node ? "no-maps" : "missing" }, at);
      }
    }
  }
}

function checkNetwork(whose: "teacher" | "student", spec: NetworkSpec, data: Data, at: string): void {
  if (spec.kind !== "custom") return;
  const [first] = customFaults(spec, imageSizeOf(data));
  if (first) throw new BadInput({ code: "network", whose, fault: first.fault }, at);
}

function checkData(data: Data, at: string): void {
  const { kind, training, validation, test } = data;
  if (kind === "fashion-mnist") {
    const classes = classCountOf(data);
    const there = { training: fashionImages.training * classes, test: fashionImages.test * classes };
    if (training + validation > there.training)
      throw new BadInput({ code: "images", training, validation, there: there.training }, at);
    if (test > there.test) throw new BadInput({ code: "data-few", what: "test", asked: test, there: there.test }, at);
  }
  const subset = subsetOf(data);
  if (!subset) return;
  const whole = wholeClasses(data);
  const { classes, balanced } = subset;
  const wrong = classes?.find((index, place) => index >= whole || index <= (classes[place - 1] ?? -1));
  if (wrong !== undefined) throw refused({ kind: "class-order", index: wrong, classes: whole }, at);
  const count = classCountOf(data);
  if (balanced && training % count !== 0) throw new BadInput({ code: "uneven-classes", training, classes: count }, at);
}

function checkSchedule(schedule: Schedule, at: string): void {
  const { drops, iterations } = schedule;
  const wrong = drops.find((drop, index) => drop >= iterations || drop <= (drops[index - 1] ?? 0));
  if (wrong !== undefined) {
    throw refused({ kind: "drop-order", drop: wrong, iterations }, at);
  }
}

/** So many images are evaluated at once; they and the probe images have room for so many of the largest maps of each. */
const [evaluationBatch, mapsAtOnce] = [100, 8];

/** What wasm's convolutions make of their filters, for training, evaluation and matrices: as many numbers as so many copies. */
const preparedCopies = 16;
/** And no more than this, for all three together. */
const mostPreparedBytes = 3 * 2 ** 25;

function checkMemory(experiment: Experiment, at: string): void {
  const bytes = memoryOf(experiment);
  if (bytes > memoryBudgetBytes) throw new BadInput({ code: "memory", bytes, mostBytes: memoryBudgetBytes }, at);
}

/** Of one training step: each activation is kept once for the backward pass, and its gradient is alive beside it. */
export function activationBytesOf({ activations }: Costs, batch: number): number {
  return 4 * 2 * batch * activations;
}

/**
 * Bytes that training holds at its peak: four copies of the weights (with momentum, gradients, and tfjs's own), filters made
 * ready for their kernels, what is kept of every image, and the maps of those that are evaluated and looked at.
 */
export function memoryOf(experiment: Experiment): number {
  const size = imageSizeOf(experiment.data);
  const classes = classCountOf(experiment.data);
  const step = (spec: Experiment["student"], batch: number) => {
    const network = networkFor(spec, size, classes);
    const costs = costsOf(network);
    const largestMap = Math.max(...network.nodes.map(({ shape }) => sizeOf(shape)));
    const evaluated = Math.min(evaluationBatch, Math.max(experiment.data.validation, experiment.data.test));
    const numbers = 4 * costs.parameters + mapsAtOnce * evaluated * largestMap;
    const prepared = Math.min(mostPreparedBytes, preparedCopies * 4 * costs.parameters);
    return 4 * numbers + activationBytesOf(costs, batch) + prepared;
  };
  const { teacher } = experiment;
  const before = teacher.kind === "recipe" ? teacher.before : undefined;
  const images = [experiment.data, ...(before ? [before.data] : [])].reduce(
    (sum, { training, validation, test }) => sum + training + validation + test,
    0,
  );
  const bytes = images * size[0] * size[1] * size[2];
  return (
    bytes +
    Math.max(
      step(experiment.student, experiment.batch),
      teacher.kind === "recipe" ? step(teacher.network, Math.max(teacher.batch, before?.batch ?? 0)) : 0,
    )
  );
}

function problemIn(issue: v.BaseIssue<unknown>): Problem {
  const path = v.getDotPath(issue) ?? "the document";
  return { code: "setting", path, found: describe(issue.input), rule: ruleIn(issue) };
}

function ruleIn({ type, expected, received, message }: v.BaseIssue<unknown>): Rule {
  if (received === "undefined") return { kind: "missing" };
  const range = rangeIn(message);
  if (range) return { kind: "range", ...range };
  return type === "regex" ? { kind: "form", form: message } : { kind: "other", expected: String(expected) };
}

function refused(fault: DocumentFault, at?: string): BadInput {
  return new BadInput({ code: "document", fault }, at);
}

function textOf(value: unknown): string {
  // JSON has no word for these.
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  try {
    return JSON.stringify(value) ?? typeof value;
  } catch {
    return "nested too deep";
  }
}

function describe(value: unknown): string {
  if (value === undefined) return "missing";
  const text = textOf(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
