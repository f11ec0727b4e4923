import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { beforeEach, expect, test, vi } from "vitest";
import { studentNetwork } from "../../core/build-network.ts";
import { toPlan } from "../../core/document.ts";
import type { Plan } from "../../core/experiment.ts";
import { costsOf } from "../../core/network.ts";
import { runId } from "../../core/plan-jobs.ts";
import { runsOf } from "../../core/plan-runs.ts";
import type { RunEnd } from "../../core/run-end.ts";
import { safetensorsBytes } from "../../core/safetensors.ts";
import type { JudgeCommand, JudgeEvent } from "../../protocol/judge-messages.ts";
import { labStorage } from "../../storage/lab-storage.ts";
import { endedTraining } from "../../testing/ended-training.ts";
import { tinyExperiment } from "../../testing/lab-parts.ts";
import { canAnswerTogether, costOfGroup, ensembleKey, Ensembles, type JudgeWorker } from "./ensembles.ts";
import { groupsOf, type RunGroup } from "./groups.ts";
import { runRecords } from "./run-records.ts";

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
});

const plan: Plan = {
  ...toPlan(tinyExperiment),
  seeds: [1, 2],
  experiments: [tinyExperiment, { ...tinyExperiment, name: "plain", method: { kind: "none" } }],
};

function endOf({ run, experiment }: ReturnType<typeof runsOf>[number]): RunEnd {
  const score = { step: 4, validation: 0.5, test: 0.5 };
  const iterations = { teacher: 0, fsp: 3, task: 4 };
  return {
    id: runId(run),
    run,
    rate: experiment.task.rate,
    how: { kind: "finished", result: { last: score, best: score, iterations, weightsHash: "0" } },
    validation: { steps: [4], values: [0.5] },
    times: { 0: { iterations: 9, seconds: 9 }, 1: { iterations: 3, seconds: 0.5 }, 2: { iterations: 4, seconds: 1 } },
  };
}

/** Groups of a training that has ended: the plan's experiments over its seeds. */
function groups(): RunGroup[] {
  return groupsOf(runRecords(null, [endedTraining(plan, runsOf(plan).map(endOf))]), "settings");
}

/** Weights of these seeds of every experiment are kept. */
async function ensemblesWith(seeds: readonly number[]) {
  const storage = labStorage(() => {});
  for (const { run } of runsOf(plan)) {
    if (!seeds.includes(run.seed)) continue;
    const bytes = safetensorsBytes({ tensors: new Map(), metadata: { of: runId(run) } });
    await storage.trainings.keepStudent("one", run, { sha256: "", name: runId(run), bytes });
  }
  const workers: (JudgeWorker & { readonly heard: JudgeCommand[]; ended: boolean })[] = [];
  const makeJudge = () => {
    const worker: (typeof workers)[number] = {
      heard: [],
      ended: false,
      onmessage: null,
      onerror: null,
      postMessage: (command) => void worker.heard.push(command),
      terminate: () => {
        worker.ended = true;
      },
    };
    workers.push(worker);
    return worker;
  };
  const parts = { backend: null, engine: "fast", base: "https://lab.example/", givenSets: () => [] } as const;
  const ensembles = new Ensembles({ ...parts, storage, makeJudge });
  const worker = async (index: number) => {
    await vi.waitFor(() => expect(workers[index]?.heard).toHaveLength(1));
    return workers[index]!;
  };
  const say = (to: JudgeWorker, data: JudgeEvent) => to.onmessage?.(new MessageEvent("message", { data }));
  return { ensembles, worker, workers, say, state: () => ensembles.store.getState() };
}

test("each group's networks answer in a worker of their own, in the order of their seeds, and are known then", async () => {
  const { ensembles, worker, workers, say, state } = await ensemblesWith([1, 2]);
  const [fsp, plain] = groups();
  const asked = ensembles.judge([fsp!, plain!]);
  const first = await worker(0);
  const [command] = first.heard;
  expect(command).toMatchObject({ type: "judge", experiment: { name: "tiny" }, backend: null });
  const names = command?.type === "judge" && command.students.map((bytes) => new TextDecoder().decode(bytes));
  expect(names).toEqual([expect.stringContaining("tiny-s1"), expect.stringContaining("tiny-s2")]);
  say(first, { type: "alive" });
  say(first, { type: "judging", done: 1 });
  expect(state()).toEqual({ [ensembleKey(fsp!)]: { status: "judging", done: 1 } });
  say(first, { type: "judged", alone: [0.5, 0.625], together: 0.75 });
  say(await worker(1), { type: "failed", code: "memory", message: "full", problem: null });
  await asked;
  expect(state()).toEqual({
    [ensembleKey(fsp!)]: { status: "judged", alone: 0.5625, together: 0.75 },
    [ensembleKey(plain!)]: { status: "failed", code: "memory", message: "full", problem: null },
  });
  expect(workers.map(({ ended }) => ended)).toEqual([true, true]);
  const again = ensembles.judge([fsp!, plain!]);
  say(await worker(2), { type: "judged", alone: [0.5, 0.5], together: 0.5 });
  await again;
  expect(workers).toHaveLength(3);
});

test.each([
  ["it broke", "internal"],
  // The browser says nothing of a script that did not come.
  ["", "input"],
] as const)("a worker that breaks, and says %j of it, is told of as %s", async (message, code) => {
  const { ensembles, worker, state } = await ensemblesWith([1, 2]);
  const [fsp] = groups();
  const asked = ensembles.judge([fsp!]);
  (await worker(0)).onerror?.(Object.assign(new Event("error"), { message }) as ErrorEvent);
  await asked;
  const told: unknown = message === "" ? expect.stringMatching(/could not be loaded: .*; reload the page\.$/) : message;
  expect(state()[ensembleKey(fsp!)]).toMatchObject({ status: "failed", code, message: told });
});

test("what is stopped ends its worker, and stands as if nobody had asked", async () => {
  const { ensembles, worker, state } = await ensemblesWith([1, 2]);
  const asked = ensembles.judge(groups());
  const first = await worker(0);
  ensembles.stop();
  await asked;
  expect(first.ended).toBe(true);
  expect(state()).toEqual({});
});

test("who stops and asks again at once is told that it goes on, and gets the answer", async () => {
  const { ensembles, worker, say, state } = await ensemblesWith([1, 2]);
  const [fsp] = groups();
  const first = ensembles.judge([fsp!]);
  await worker(0);
  ensembles.stop();
  const second = ensembles.judge([fsp!]);
  await first;
  expect(state()).toEqual({ [ensembleKey(fsp!)]: { status: "judging", done: 0 } });
  say(await worker(1), { type: "judged", alone: [0.5, 0.5], together: 0.5 });
  await second;
  expect(state()).toEqual({ [ensembleKey(fsp!)]: { status: "judged", alone: 0.5, together: 0.5 } });
});

test("networks that are not kept are named by their seeds, and no worker is made", async () => {
  const { ensembles, workers, state } = await ensemblesWith([1]);
  const [fsp] = groups();
  await ensembles.judge([fsp!]);
  expect(state()).toEqual({ [ensembleKey(fsp!)]: { status: "lost", seeds: [2] } });
  expect(workers).toEqual([]);
});

test("an ensemble costs what its networks cost together, without their teacher", () => {
  const [fsp] = groups();
  const { parameters } = costsOf(studentNetwork(tinyExperiment));
  expect(costOfGroup(fsp!)).toEqual({ iterations: 14, seconds: 3, parameters: 2 * parameters });
});

test("one network alone, and runs of several settings, are no ensemble", () => {
  const [one] = groupsOf(groups()[0]!.records, "run");
  const [mixed] = groupsOf(
    groups().flatMap(({ records }) => records),
    "plan",
  );
  expect([groups()[0]!, one!, mixed!].map(canAnswerTogether)).toEqual([true, false, false]);
});
