import { expect, test } from "vitest";
import { toPlan } from "../core/document.ts";
import type { Experiment } from "../core/experiment.ts";
import { mostTrials } from "../core/experiment.ts";
import { usualFspSettings } from "../core/fsp-settings.ts";
import { usualMethods } from "../core/methods/usual.ts";
import { stepCost } from "../core/phases.ts";
import { phasesOf } from "../core/plan-phases.ts";
import { linkIn, linkOf } from "../core/link.ts";
import { presets } from "../core/presets.ts";
import { studentNetwork } from "../core/build-network.ts";
import { costsOf } from "../core/network.ts";
import { estimateOf, isTooLong, timeOf } from "./estimate.ts";
import { leadOf } from "./settings.ts";
import { measuredMilliseconds, progressOf, viewKey } from "./phases.ts";
import { emptyView, withReports } from "./run-view.ts";

const smoke = toPlan(presets.get("smoke")!);
const firstLook = toPlan(presets.get("first-look")!);

test("a shared teacher is trained once, before the first run that learns from it", () => {
  const teachers = phasesOf({ ...firstLook, seeds: [1, 2] }).filter(({ stage }) => stage === 0);
  expect(teachers.length).toBeLessThanOrEqual(1);
});

test("a teacher per seed is trained for each", () => {
  const own = { ...smoke, seeds: [1, 2], teacherPerSeed: true };
  expect(phasesOf(own).filter(({ stage }) => stage === 0)).toHaveLength(2);
});

test("a plan without any method that needs one trains no teacher", () => {
  const plain = { ...smoke, experiments: smoke.experiments.map((e) => ({ ...e, method: { kind: "none" as const } })) };
  expect(phasesOf(plain).map(({ stage }) => stage)).toEqual([2]);
});

test("twice the seeds are twice the students' work", () => {
  const steps = (seeds: number[]) => estimateOf({ ...firstLook, seeds }, null, false).steps;
  const [one, two, three] = [steps([1]), steps([1, 2]), steps([1, 2, 3])];
  expect(three - two).toBe(two - one);
});

test("without a measurement the time is a guess, and a GPU is mentioned only where there may be one", () => {
  expect(estimateOf(smoke, null, false).time).toMatchObject({ kind: "guess", gpuSeconds: null });
  const { time } = estimateOf(smoke, null, true);
  expect(time.kind === "guess" && time.gpuSeconds).toBeGreaterThan(0);
});

test.each([...presets.values()].map((document) => [document.name, document] as const))(
  "a GPU is guessed to take less time than one core: %s",
  (_, document) => {
    const { time } = estimateOf(toPlan(document), null, true);
    if (time.kind !== "guess") throw new Error("nothing was measured");
    expect(time.gpuSeconds).toBeLessThan(time.wasmSeconds);
  },
);

test("a measured rate gives the time by itself", () => {
  const { time, multiplyAdds } = estimateOf(smoke, { backend: "wasm", milliseconds: 1e-6 }, true);
  expect(time).toEqual({ kind: "measured", backend: "wasm", seconds: (multiplyAdds * 1e-6) / 1000 });
});

test("a step of one network takes longer with its batch, and by a measured rate is what its arithmetic takes", () => {
  const student = studentNetwork(leadOf(smoke));
  const seconds = (batch: number) => {
    const time = timeOf([stepCost(student, batch)], null, false);
    return time.kind === "guess" ? time.wasmSeconds : Number.NaN;
  };
  expect(seconds(64)).toBeGreaterThan(seconds(8));
  const { multiplyAdds } = costsOf(student);
  expect(timeOf([stepCost(student, 8)], { backend: "wasm", milliseconds: 1e-6 }, true)).toEqual({
    kind: "measured",
    backend: "wasm",
    seconds: (multiplyAdds * 3 * 8 * 1e-6) / 1000,
  });
});

const { method } = leadOf(smoke);
if (method.kind !== "fsp") throw new Error("smoke learns matrices");
const columnNorms = { ...usualFspSettings.convention, reduction: "column-norms" } as const;
const averaged = { ...usualFspSettings.convention, pool: "avg" } as const;
const wide: Experiment = { ...leadOf(smoke), student: { kind: "resnet", depth: 8, width: 8 } };

test.each<[string, Experiment, readonly string[]]>([
  ["FSP's plain loss", leadOf(smoke), ["machine", "machine", "machine"]],
  [
    "another reduction",
    { ...leadOf(smoke), method: { ...method, convention: columnNorms } },
    ["machine", "tfjs", "machine"],
  ],
  ["averaged maps", { ...leadOf(smoke), method: { ...method, convention: averaged } }, ["machine", "tfjs", "machine"]],
  ["a remedy", { ...wide, method: { ...method, remedy: { kind: "adapter" } } }, ["machine", "tfjs", "machine"]],
  [
    "a network with pools",
    { ...leadOf(smoke), student: { kind: "vgg", depth: 9, width: 4, dropout: 0.5 } },
    ["machine", "tfjs", "tfjs"],
  ],
  ["a loss beside the task", { ...leadOf(smoke), method: usualMethods.kd }, ["machine", "tfjs"]],
])("%s is known to machines, or goes through tfjs, stage by stage", (_name, experiment, ways) => {
  expect(phasesOf(toPlan(experiment)).map(({ way }) => way)).toEqual(ways);
});

test("what goes through tfjs takes twice as long, at a guess and by a rate measured on a machine", () => {
  const step = stepCost(studentNetwork(leadOf(smoke)), 16);
  const slow = { ...step, way: "tfjs" as const };
  const [fast, twice] = [step, slow].map((cost) => {
    const guess = timeOf([cost], null, true);
    const measured = timeOf([cost], { backend: "wasm", milliseconds: 1e-6 }, true);
    if (guess.kind !== "guess" || measured.kind !== "measured") throw new Error("one is guessed, one is measured");
    return [guess.wasmSeconds, guess.gpuSeconds!, measured.seconds];
  });
  for (const [index, seconds] of twice!.entries()) expect(seconds / fast![index]!).toBeCloseTo(2, 10);
});

test("a rate that was measured through tfjs tells how fast a machine would be", () => {
  const experiment: Experiment = { ...leadOf(smoke), method: { ...method, convention: columnNorms } };
  const phases = phasesOf(toPlan(experiment));
  const one = phases.find(({ stage }) => stage === 1)!;
  const told = {
    type: "step",
    stage: 1,
    step: 1,
    rate: 0.1,
    loss: 1,
    accuracy: null,
    pairLoss: null,
    milliseconds: 10,
  } as const;
  const views = {
    [viewKey(one.run)]: withReports(emptyView(one.run), [{ type: "stage", stage: 1, iterations: 9 }, told]),
  };
  expect(measuredMilliseconds(phases, views)).toBeCloseTo(10 / (2 * one.multiplyAddsPerStep), 12);
});

test("progress counts the steps of all stages and takes the rate from the measured ones", () => {
  const phases = phasesOf(smoke);
  const run = { experiment: "smoke", seed: 1 };
  const step = { type: "step", stage: 0, rate: 0.1, loss: 1, accuracy: 0.5, pairLoss: null, milliseconds: 10 } as const;
  const [teacher] = phases;
  const view = withReports(emptyView(run), [
    { type: "stage", stage: 0, iterations: teacher!.iterations },
    { ...step, step: 1 },
    { ...step, step: 2 },
  ]);
  const views = { [viewKey(run)]: view };
  const progress = progressOf(phases, views);
  expect(progress).toMatchObject({ done: 2, total: 150, phase: teacher, stepOfPhase: 2 });
  expect(progress.secondsLeft).toBeGreaterThan(0);
  expect(measuredMilliseconds(phases, views)).toBeCloseTo(10 / teacher!.multiplyAddsPerStep, 12);
  expect(progressOf(phases, {})).toMatchObject({ done: 0, phase: null, secondsLeft: null });
});

test("the largest plan is counted without building its networks again for each seed", () => {
  const lead = firstLook.experiments[0]!;
  const experiments = Array.from({ length: 64 }, (_, index) => ({
    ...lead,
    name: `wide-${index}`,
    student: { kind: "resnet", depth: 32, width: 8 } as const,
  }));
  const seeds = Array.from({ length: 100 }, (_, seed) => seed);
  const startMs = performance.now();
  const { steps } = estimateOf({ ...firstLook, baseline: null, seeds, experiments }, null, true);
  expect(steps).toBe(6400 * 500);
  // 2,000 ms when every run built them; 30 ms since, on the same machine.
  expect(performance.now() - startMs).toBeLessThan(500);
});

test("a link of the most that a plan may hold is shown with its time at once, and called too long", async () => {
  const lead = firstLook.experiments[0]!;
  const iterations = 1_000_000;
  const experiments = Array.from({ length: 64 }, (_, index) => ({
    ...lead,
    name: `endless-${index}`,
    task: { ...lead.task, drops: [], iterations },
  }));
  const seeds = Array.from({ length: 100 }, (_, seed) => seed);
  const rates = Array.from({ length: 16 }, (_, index) => (index + 1) / 100);
  const trialSeeds = Array.from({ length: Math.floor(mostTrials / 64 / 16) }, (_, index) => 100 + index);
  const sweep = { rates, seeds: trialSeeds, iterations };
  const link = await linkOf({ ...firstLook, baseline: null, seeds, experiments, sweep });
  const startMs = performance.now();
  const { document } = await linkIn(link);
  const { steps, time, bytes } = estimateOf(toPlan(document), null, true);
  // Before the trials were limited, 16 times as many took up to 3,000 ms; 200 ms since.
  expect(performance.now() - startMs).toBeLessThan(2000);
  expect(steps).toBeGreaterThan(64 * (100 + 16 * trialSeeds.length) * iterations);
  expect(bytes).toBeGreaterThan(0);
  expect(isTooLong(time)).toBe(true);
  expect(isTooLong(estimateOf(firstLook, null, true).time)).toBe(false);
});
