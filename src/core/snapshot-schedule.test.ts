import fc from "fast-check";
import { expect, test } from "vitest";
import type { Moment } from "./moment.ts";
import { momentOrder } from "./moment.ts";
import { everyFor, isDue, isDueSince, spare } from "./snapshot-schedule.ts";

/** A run that keeps what is due and lets go what `spare` names where more than `most` are kept. */
function keptBy(iterations: Readonly<Record<1 | 2, number>>, every: number, most: number): Moment[] {
  const moments: Moment[] = [];
  for (const stage of [1, 2] as const) {
    for (let step = 0; step <= iterations[stage]; step++) {
      if ((iterations[1] > 0 && stage === 2 && step === 0) || (iterations[1] === 0 && stage === 1)) continue;
      if (!isDue(step, every, iterations[stage])) continue;
      moments.push({ stage, step });
      const victim = moments.length > most ? spare(moments, iterations) : null;
      if (victim) moments.splice(moments.indexOf(victim), 1);
    }
  }
  return moments;
}

test("a run of 230 steps keeps 0, 1, 2, 5, 10, 20, 50, then every 50th, and its last", () => {
  const steps = keptBy({ 1: 0, 2: 230 }, 50, 100).map(({ step }) => step);
  expect(steps).toEqual([0, 1, 2, 5, 10, 20, 50, 100, 150, 200, 230]);
});

test("thinning never lets the first, the last or a stage's last go, and keeps the order and the bound", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 400 }),
      fc.integer({ min: 1, max: 600 }),
      fc.constantFrom(10, 20, 50),
      fc.integer({ min: 3, max: 60 }),
      (first, second, every, most) => {
        const iterations = { 1: first, 2: second };
        const kept = keptBy(iterations, every, most);
        expect(kept.length).toBeLessThanOrEqual(most);
        expect(kept.toSorted(momentOrder)).toEqual(kept);
        expect(kept[0]).toEqual({ stage: first > 0 ? 1 : 2, step: 0 });
        expect(kept.at(-1)).toEqual({ stage: 2, step: second });
        if (first > 0) expect(kept).toContainEqual({ stage: 1, step: first });
      },
    ),
    { numRuns: 60 },
  );
});

test("what is left after thinning lies evenly: no gap is more than four times the mean of the room there is", () => {
  fc.assert(
    fc.property(fc.integer({ min: 500, max: 3000 }), fc.integer({ min: 20, max: 80 }), (iterations, most) => {
      const kept = keptBy({ 1: 0, 2: iterations }, 10, most).map(({ step }) => step);
      const gaps = kept.slice(1).map((step, index) => step - kept[index]!);
      const room = Math.max(iterations / (most - 8), 10);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(Math.max(30, 4 * room));
      // The ladder is the last to go.
      expect(kept).toEqual(expect.arrayContaining([0, 1, 2, 5, 10, 20, 50]));
    }),
    { numRuns: 40 },
  );
});

test("steps that were queued together and passed a due one have a snapshot due behind them", () => {
  expect(isDueSince(21, 48, 100, 500)).toBe(false);
  expect(isDueSince(21, 63, 100, 500)).toBe(true);
  expect(isDueSince(-1, 0, 100, 500)).toBe(true);
});

test("the interval keeps the cost of snapshots within 2 %, and is 10, 20 or 50 times a power of ten", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.001, max: 500, noNaN: true }),
      fc.double({ min: 0.1, max: 1000, noNaN: true }),
      (snapshotMs, stepMs) => {
        const every = everyFor(snapshotMs, stepMs);
        expect(snapshotMs / (every * stepMs)).toBeLessThanOrEqual(0.02);
        expect(String(every)).toMatch(/^[125]0+$/);
        if (every > 10) expect(snapshotMs / ((every / 2.5) * stepMs)).toBeGreaterThan(0.02);
      },
    ),
  );
  expect(everyFor(0, 0)).toBe(10);
});
