import { expect, test } from "vitest";
import type { Look } from "../core/look.ts";
import type { Moment } from "../core/moment.ts";
import type { MatricesReport, Report } from "../core/report.ts";
import type { Command } from "../protocol/messages.ts";
import { lookKey, Looks } from "./looks.ts";
import { emptyView, withReports } from "./run-view.ts";
import { neighbourOf, shownAt } from "./time-cursor.ts";

type LookCommand = Extract<Command, { type: "look" }>;

const run = { experiment: "tiny", seed: 1 };
const at: Moment = { stage: 2, step: 50 };
const confusionAt = (when: Moment | "now"): Look => ({ type: "confusion", side: { of: "student", at: when } });
/** 400 bytes. */
const answer = (moment: Moment) =>
  ({ type: "confusion", moment, classes: ["a"], counts: new Uint32Array(100) }) as const;

function looksWithWorker(budgetBytes?: number) {
  const sent: LookCommand[] = [];
  let isThere = true;
  const looks = new Looks((command) => {
    if (isThere) sent.push(command);
    return isThere;
  }, budgetBytes);
  const statusOf = (look: Look) => looks.store.getState().looked.get(lookKey(run, look))?.status ?? null;
  const end = () => (isThere = false);
  return { looks, sent, statusOf, end };
}

test("a look is in flight until it is answered, and is not asked for twice", () => {
  const { looks, sent, statusOf } = looksWithWorker();
  looks.ask(run, confusionAt(at));
  looks.ask(run, confusionAt({ step: 50, stage: 2 }));
  expect([sent.length, statusOf(confusionAt(at))]).toEqual([1, "asked"]);
  looks.heard({ type: "looked", id: sent[0]!.id, answer: answer(at) });
  looks.ask(run, confusionAt(at));
  expect([sent.length, statusOf(confusionAt(at))]).toEqual([1, "answered"]);
});

test("what is true only now is asked for again, and the earlier answer stays till then", () => {
  const { looks, sent, statusOf } = looksWithWorker();
  const now = confusionAt("now");
  looks.ask(run, now);
  looks.heard({ type: "looked", id: sent[0]!.id, answer: answer(at) });
  looks.ask(run, now);
  looks.ask(run, now);
  expect([sent.length, statusOf(now)]).toEqual([2, "answered"]);
  looks.heard({ type: "lookRefused", id: sent[1]!.id, code: "superseded", message: "" });
  expect(statusOf(now)).toBe("answered");
});

test("a superseded look may be asked for again, a refused one says why", () => {
  const { looks, sent, statusOf } = looksWithWorker();
  looks.ask(run, confusionAt(at));
  looks.heard({ type: "lookRefused", id: sent[0]!.id, code: "superseded", message: "" });
  expect(statusOf(confusionAt(at))).toBeNull();
  looks.ask(run, confusionAt(at));
  looks.heard({ type: "lookRefused", id: sent[1]!.id, code: "no-snapshot", message: "Not kept." });
  expect(looks.store.getState().looked.get(lookKey(run, confusionAt(at)))).toEqual({
    status: "refused",
    code: "no-snapshot",
    message: "Not kept.",
  });
});

test("within the budget the answers used last are kept", () => {
  const { looks, sent, statusOf } = looksWithWorker(1000);
  const moments = [1, 2, 3].map((step): Moment => ({ stage: 1, step }));
  for (const moment of moments) {
    looks.ask(run, confusionAt(moment));
    looks.heard({ type: "looked", id: sent.at(-1)!.id, answer: answer(moment) });
    looks.ask(run, confusionAt(moments[0]!));
  }
  expect(moments.map((moment) => statusOf(confusionAt(moment)))).toEqual(["answered", null, "answered"]);
});

test("without a worker, or when it fails, what was asked for is refused", () => {
  const { looks, statusOf, end } = looksWithWorker();
  looks.ask(run, confusionAt(at));
  looks.heard({ type: "failed", code: "gpu", message: "lost", problem: null });
  expect(statusOf(confusionAt(at))).toBe("refused");
  end();
  looks.ask(run, confusionAt("now"));
  expect(statusOf(confusionAt("now"))).toBe("refused");
});

test("a new run forgets the cursor and all that was seen; answers on their way count for nothing", () => {
  const { looks, sent, statusOf } = looksWithWorker();
  looks.view({ axis: "total", iteration: 70 });
  looks.ask(run, confusionAt(at));
  looks.forget();
  looks.heard({ type: "looked", id: sent[0]!.id, answer: answer(at) });
  expect([looks.store.getState().cursor, statusOf(confusionAt(at))]).toEqual([null, null]);
  looks.view({ axis: "total", iteration: 70 });
  looks.backToLive();
  expect(looks.store.getState().cursor).toBeNull();
});

/** With 4 bytes of matrices a cell. */
function matricesAt(stage: 1 | 2, step: number, cells = 1): MatricesReport {
  const matrices = [{ pair: "section1", shape: [1, cells] as const, values: new Float32Array(cells).fill(step) }];
  return { type: "matrices", stage, step, matrices, distance: { section1: 1 } };
}

test("the cursor shows the last matrices and weights up to it, of a recorded run the matrices alone", () => {
  const reports: Report[] = [
    { type: "stage", stage: 1, iterations: 20 },
    matricesAt(1, 0),
    matricesAt(1, 20),
    { type: "stage", stage: 2, iterations: 20 },
    matricesAt(2, 10),
  ];
  const recorded = withReports(emptyView(run), reports);
  expect(shownAt(recorded, null)).toEqual({ matrices: matricesAt(2, 10), at: null });
  expect(shownAt(recorded, { axis: "task", iteration: 5 })).toEqual({ matrices: matricesAt(1, 20), at: null });
  const live = { ...recorded, snapshots: [{ stage: 1, step: 0 } as const, { stage: 2, step: 4 } as const] };
  expect(shownAt(live, null).at).toBe("now");
  expect(shownAt(live, { axis: "total", iteration: 25 }).at).toEqual({ stage: 2, step: 4 });
  expect(shownAt(live, { axis: "task", iteration: -15 })).toEqual({
    matrices: matricesAt(1, 0),
    at: { stage: 1, step: 0 },
  });
  const total = (iteration: number) => ({ axis: "total", iteration }) as const;
  const steps = [total(0), total(20), total(24), total(30)];
  expect(steps.map((at) => neighbourOf(live, at, 1))).toEqual([...steps.slice(1), null]);
  expect([...steps, null].map((at) => neighbourOf(live, at, -1))).toEqual([null, ...steps.slice(0, -1), steps[2]]);
  // At 22 it is 20 that is shown.
  expect([-1, 1].map((way) => neighbourOf(live, total(22), way as -1 | 1))).toEqual([total(0), total(24)]);
});

test("the history of matrices is thinned in the middle; first, last and the stages' border stay", () => {
  const cells = 2 ** 16;
  const reports: Report[] = [{ type: "stage", stage: 1, iterations: 400 }];
  for (let step = 0; step <= 400; step += 10) reports.push(matricesAt(1, step, cells));
  reports.push({ type: "stage", stage: 2, iterations: 400 });
  for (let step = 10; step <= 390; step += 10) reports.push(matricesAt(2, step, cells));
  const { history } = withReports(emptyView(run), reports);
  expect(history).toHaveLength(16);
  const moments = history.map(({ stage, step }) => `${stage}:${step}`);
  expect(moments).toEqual(expect.arrayContaining(["1:0", "1:400", "2:390"]));
});
