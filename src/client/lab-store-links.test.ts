/** Links and files of set-ups: shown before they are opened, and what they may not do. */
import { describe, expect, test, vi } from "vitest";
import { memoryBudgetBytes, toPlan } from "../core/document.ts";
import { linkOf, noExtras } from "../core/link.ts";
import type { LabFiles } from "../core/lab-files.ts";
import { presets } from "../core/presets.ts";
import type { Report } from "../core/report.ts";
import { allExtras } from "../testing/link-extras.ts";
import { takeLabFiles } from "./lab-files.ts";
import { picturedPlan } from "./lab-state.ts";
import { oversizeOf } from "./oversize.ts";
import { expectationIn } from "./reference.ts";
import { labWithWorker, recording, run, stepReport } from "../testing/lab-with-worker.ts";

test("what a link holds is pictured alone: no recording plays beside it, nothing trains, and Dismiss brings both back", async () => {
  const { lab, state, workers } = labWithWorker();
  lab.choosePreset("first-look");
  lab.recordings.take(recording, { play: true });
  expect(state().run.status).toBe("recorded");
  const smoke = presets.get("smoke")!;
  await lab.readLink(`#${await linkOf(smoke)}`);
  expect(state()).toMatchObject({ run: { status: "idle" }, views: {}, shown: null });
  expect(picturedPlan(state()).experiments).toEqual([smoke]);
  // The file may come later than the link.
  lab.recordings.take(recording, { play: true });
  lab.recordings.playAgain();
  lab.train();
  lab.step();
  expect(state().run.status).toBe("idle");
  expect(workers).toEqual([]);
  lab.dismissLink();
  expect(state().run).toEqual({ status: "recorded", playing: false });
  expect(picturedPlan(state()).name).toBe("first-look");
});

test("a run under way stays on screen behind the card of a link", async () => {
  const { lab, say, drawFrame, state } = labWithWorker();
  lab.train();
  say({ type: "reports", run, reports: [stepReport] });
  drawFrame();
  await lab.readLink(`#${await linkOf(presets.get("first-look")!)}`);
  expect(state().run.status).toBe("training");
  expect(picturedPlan(state()).name).toBe("smoke");
});

test("a link is shown before it is opened, and opening it trains nothing", async () => {
  const { lab, workers, state } = labWithWorker();
  const document = presets.get("smoke")!;
  const other = { ...document, name: "other" };
  await lab.readLink(`#${await linkOf(other)}`);
  expect(state().proposal?.document).toEqual(other);
  expect(state().setup.origin).toBe(document);
  lab.openProposal();
  expect(state()).toMatchObject({ proposal: null, preset: null, run: { status: "idle" } });
  expect(state().setup.origin).toEqual(other);
  expect(workers).toHaveLength(0);
});

test("a link to more than fits into memory opens, does not train, and fits after the batch that is offered", async () => {
  const { lab, state, workers } = labWithWorker();
  const smoke = toPlan(presets.get("smoke")!).experiments[0]!;
  const wide = { ...smoke, student: { kind: "resnet", depth: 32, width: 64 } as const, batch: 1024 };
  await lab.readLink(`#${await linkOf({ ...wide, method: { kind: "none" } })}`);
  const { proposal, badLink } = state();
  expect(badLink).toBeNull();
  const { problem, fitting } = oversizeOf(proposal!.document)!;
  expect(problem.problem).toMatchObject({ code: "memory", mostBytes: memoryBudgetBytes });
  lab.openProposal();
  lab.train();
  expect([state().problem?.problem.code, workers.length]).toEqual(["memory", 0]);
  lab.change(fitting!.changes);
  expect(state().problem).toBeNull();
  expect(state().plan.experiments[0]!.batch).toBe(fitting!.batch);
  expect(oversizeOf(smoke), "what fits").toBeNull();
});

test("a broken link is a sentence", async () => {
  const { lab, state } = labWithWorker();
  await lab.readLink("#x1.notalink");
  expect(state().badLink).toEqual({ code: "link-damaged" });
  lab.dismissLink();
  expect(state().badLink).toBeNull();
});

test("the address to share carries no query, and holds what is set up", async () => {
  const { lab, state } = labWithWorker();
  lab.change({ lambda: 3 });
  const address = await lab.address(noExtras);
  expect(address).toMatch(/^https:\/\/lab\.example\/#x1\./);
  await lab.readLink(new URL(address).hash);
  expect(state().proposal?.document).toMatchObject({ method: { lambda: 3 } });
});

test("a link that holds a preset opens as that preset", async () => {
  const { lab, state } = labWithWorker();
  await lab.readLink(`#${await linkOf(presets.get("first-look")!)}`);
  lab.openProposal();
  expect(state().preset).toBe("first-look");
});

describe("a link", () => {
  const smoke = presets.get("smoke")!;
  const flags = "&backend=cpu&engine=reference&tfjsflags=WEBGPU_CPU_FORWARD:true&train=1&url=https://x.example/a.json";

  test("trains nothing, fetches nothing, sets no flag and takes nothing's place before it is opened", async () => {
    const fetched = vi.fn<typeof fetch>();
    vi.stubGlobal("fetch", fetched);
    const { lab, workers, state } = labWithWorker();
    lab.change({ lambda: 3 });
    await vi.waitFor(() => expect(state().hash).not.toBeNull());
    const before = state();
    await lab.readLink(`#${await linkOf(presets.get("first-look")!, allExtras)}${flags}`);
    expect(state()).toEqual({ ...before, proposal: state().proposal });
    lab.train();
    lab.step();
    expect(workers).toEqual([]);
    lab.openProposal();
    expect([workers, state().run.status]).toEqual([[], "idle"]);
    lab.train();
    expect(workers[0]!.heard[0]).toMatchObject({
      type: "start",
      backend: null,
      engine: "fast",
      base: "https://lab.example/",
    });
    expect(fetched).not.toHaveBeenCalled();
    vi.unstubAllGlobals();
  });

  const environment = { lab: "1", tfjs: "4", backend: "wasm", engine: "fast", adapter: null, software: false } as const;
  const score = { step: 60, validation: 0.5, test: 0.4 };
  const finished = (weightsHash: string): Report => ({
    type: "finished",
    result: {
      experiment: "smoke",
      experimentHash: "",
      seed: 1,
      method: "fsp",
      last: score,
      best: score,
      teacher: null,
      iterations: { teacher: 60, fsp: 30, task: 60 },
      weightsHash,
      teacherWeightsHash: null,
      environment,
    },
  });
  const endWith = ({ lab, say, drawFrame }: ReturnType<typeof labWithWorker>, weightsHash: string) => {
    lab.train();
    say({ type: "reports", run, reports: [finished(weightsHash)] }, { type: "finished" });
    drawFrame();
  };

  test("with a result is what runs of it are held against, however often, and runs of another are not", async () => {
    const expectation = {
      environment,
      results: [{ experiment: "smoke", seed: 1, test: 0.4, weights: "0123456789abcdef" }],
    };
    const page = labWithWorker();
    const { lab, state } = page;
    await lab.readLink(`#${await linkOf(smoke, { ...noExtras, expectation })}`);
    expect(state().reference).toBeNull();
    lab.openProposal();
    endWith(page, "a".repeat(64));
    endWith(page, "b".repeat(64));
    expect(state().reference).toMatchObject({ source: "link", runs: [{ weights: "0123456789abcdef" }] });
    lab.change({ lambda: 3 });
    lab.train();
    expect(state().reference).toBeNull();
  });

  test("of what was trained tells how it ended, and the same trained again is held against that", async () => {
    const page = labWithWorker();
    const { lab, state } = page;
    endWith(page, "c".repeat(64));
    expect(expectationIn(state().views)).toEqual({
      environment,
      results: [{ experiment: "smoke", seed: 1, test: 0.4, weights: "c".repeat(16) }],
    });
    lab.train();
    expect(state().reference).toMatchObject({ source: "here", runs: [{ run, weights: "c".repeat(64) }] });
  });

  test("asks for an iteration, which is looked at as soon as there is one", async () => {
    const { lab, state } = labWithWorker();
    await lab.readLink(`#${await linkOf(smoke, { ...noExtras, view: { iteration: 20 } })}`);
    lab.openProposal();
    expect(lab.looks.store.getState().cursor).toBeNull();
    lab.train();
    expect(lab.looks.store.getState().cursor).toEqual({ axis: "total", iteration: 20 });
    expect(state().view).toEqual({ iteration: 20 });
  });
});

test("a set-up's file is shown as a link is", async () => {
  const { lab, state, workers } = labWithWorker();
  expect(await takeLabFiles(lab, { kind: "set-up", document: presets.get("first-look")! })).toBe("shown");
  expect([state().proposal?.document.name, workers]).toEqual(["first-look", []]);
  expect(state().plan.name).toBe("smoke");
});

test("runs of a file are on screen, or beside a run that is under way kept where anything can be", async () => {
  const { lab } = labWithWorker();
  const { plan: document, environment, runs } = recording;
  const trainings: LabFiles = {
    kind: "trainings",
    trainings: [{ file: { document, environment, runs }, ends: [], weights: new Map() }],
  };
  expect(await takeLabFiles(lab, trainings)).toBe("shown");
  lab.train();
  // There is no database here.
  expect(await takeLabFiles(lab, trainings)).toBe("unkept");
});
