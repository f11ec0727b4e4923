import { expect, test } from "vitest";
import type { Look, LookAnswer } from "../core/look.ts";
import { LookRefused } from "../core/look.ts";
import type { Event } from "../protocol/messages.ts";
import { LookDesk } from "./look-desk.ts";

const run = { experiment: "tiny", seed: 1 };
const side = { of: "teacher" } as const;
const confusion: Look = { type: "confusion", side };
const predictionsFrom = (from: number): Look => ({ type: "predictions", side, from, count: 1 });
const counts = () => ({ type: "confusion", moment: null, classes: ["a"], counts: Uint32Array.of(3) }) as const;

/** A desk whose looks end when they have breathed `breaths` times; the test lets them breathe. */
function deskWith(answerOf: (look: Look) => LookAnswer, breaths = 1) {
  const sent: (Event & { readonly buffers: number })[] = [];
  const lungs: (() => void)[] = [];
  const desk = new LookDesk(
    async (_run, look, breathe) => {
      for (let i = 0; i < breaths; i++) await breathe();
      return answerOf(look);
    },
    (event, transfer) => void sent.push({ ...event, buffers: transfer.length }),
  );
  const rest = {
    breathe: () => new Promise<void>((resolve) => void lungs.push(resolve)),
    settle: async () => {},
  };
  const breatheOnce = async () => {
    lungs.shift()?.();
    await turn();
  };
  return { desk, sent, rest, breatheOnce };
}

/** Lets everything go on that can. */
const turn = () => new Promise<void>((resolve) => setTimeout(resolve));

test("looks wait for a rest, and training goes on only when they are answered", async () => {
  const { desk, sent, rest, breatheOnce } = deskWith(counts);
  desk.add({ type: "look", id: 1, run, look: confusion });
  desk.add({ type: "look", id: 2, run, look: predictionsFrom(0) });
  await turn();
  expect(sent).toEqual([]);
  let wentOn = false;
  const resting = desk.during(Promise.resolve(), rest).then(() => (wentOn = true));
  await turn();
  await breatheOnce();
  expect([sent.length, wentOn]).toEqual([1, false]);
  await breatheOnce();
  await resting;
  expect(sent.map((event) => [event.type, "id" in event && event.id, event.buffers])).toEqual([
    ["looked", 1, 1],
    ["looked", 2, 1],
  ]);
});

test("while training stands looks are answered as they come", async () => {
  const { desk, sent, rest } = deskWith(counts, 0);
  let goOn = () => {};
  const resting = desk.during(new Promise((resolve) => (goOn = resolve)), rest);
  await turn();
  desk.add({ type: "look", id: 7, run, look: confusion });
  await turn();
  expect(sent).toHaveLength(1);
  goOn();
  await resting;
  desk.add({ type: "look", id: 8, run, look: confusion });
  await turn();
  expect(sent).toHaveLength(1);
});

test("a look that is under way when training may go on is ended first", async () => {
  const { desk, sent, rest, breatheOnce } = deskWith(counts);
  let [goOn, wentOn] = [() => {}, false];
  const resting = desk.during(new Promise((resolve) => (goOn = resolve)), rest).then(() => (wentOn = true));
  await turn();
  desk.add({ type: "look", id: 1, run, look: confusion });
  await turn();
  desk.add({ type: "look", id: 2, run, look: predictionsFrom(0) });
  goOn();
  await turn();
  expect(wentOn).toBe(false);
  await breatheOnce();
  await resting;
  // The other one waits for the next rest.
  expect(sent).toHaveLength(1);
});

test("a look that comes while another is answered is answered next, while training stands", async () => {
  const { desk, sent, rest, breatheOnce } = deskWith(counts);
  void desk.during(new Promise(() => {}), rest);
  desk.add({ type: "look", id: 1, run, look: confusion });
  await turn();
  desk.add({ type: "look", id: 2, run, look: predictionsFrom(0) });
  await breatheOnce();
  await breatheOnce();
  expect(sent.map((event) => "id" in event && event.id)).toEqual([1, 2]);
});

test("a later look takes the place of one that waits, and of one under way, of the same slot only", async () => {
  const { desk, sent, rest, breatheOnce } = deskWith(counts, 2);
  desk.add({ type: "look", id: 1, run, look: predictionsFrom(0) });
  desk.add({ type: "look", id: 2, run, look: confusion });
  desk.add({ type: "look", id: 3, run, look: predictionsFrom(5) });
  expect(sent).toMatchObject([{ type: "lookRefused", id: 1, code: "superseded" }]);
  const resting = desk.during(Promise.resolve(), rest);
  await turn();
  desk.add({ type: "look", id: 4, run, look: { type: "confusion", side } });
  await breatheOnce();
  expect(sent[1]).toMatchObject({ type: "lookRefused", id: 2, code: "superseded" });
  for (let i = 0; i < 2; i++) await breatheOnce();
  await resting;
  const again = desk.during(Promise.resolve(), rest);
  for (let i = 0; i < 2; i++) await breatheOnce();
  await again;
  expect(sent.slice(2).map((event) => [event.type, "id" in event && event.id])).toEqual([
    ["looked", 3],
    ["looked", 4],
  ]);
});

test("a refusal carries its code, any other error its reason", async () => {
  const { desk, sent, rest } = deskWith((look) => {
    throw look.type === "confusion" ? new LookRefused("no-run", "Nothing is kept.") : new Error("it broke");
  }, 0);
  desk.add({ type: "look", id: 1, run, look: confusion });
  desk.add({ type: "look", id: 2, run, look: predictionsFrom(0) });
  await desk.during(Promise.resolve(), rest);
  expect(sent).toMatchObject([
    { type: "lookRefused", id: 1, code: "no-run", message: "Nothing is kept." },
    { type: "lookRefused", id: 2, code: "internal", message: "it broke" },
  ]);
});
