import { expect, test } from "vitest";
import type { Place } from "../routine/routine.ts";
import type { KernelCall } from "./schedule.ts";
import { Schedule } from "./schedule.ts";

const call = (...args: number[]): KernelCall => ({ kernel: "copy", args });
const map = (memory: Place["memory"], offset = 0, length = 8): Place => ({ memory, offset, length });
const none = { reads: [], writes: [], whole: [] };

/** The kernels of each group, named by their first argument: image by image, then tasks of their own, then the last. */
function groupsOf(schedule: Schedule): number[][][] {
  const names = (calls: readonly KernelCall[]) => calls.map(({ args }) => args[0]!);
  return schedule.groups().map(({ perImage, alone, last }) => [names(perImage), names(alone), names(last)]);
}

test("kernels that pass images on to each other share a group", () => {
  const schedule = new Schedule();
  schedule.perImage(call(1), 4, { ...none, writes: [map(0)] });
  schedule.perImage(call(2), 4, { reads: [map(0)], writes: [map(1)], whole: [map("weights")] });
  expect(groupsOf(schedule)).toEqual([[[1, 2], [], []]]);
});

test.each([
  ["needs the whole of what is written", { ...none, whole: [map(0)] }],
  ["cuts what is written in other places", { ...none, reads: [map(0, 0, 4)] }],
  ["overwrites in other places what is read", { ...none, writes: [map(1, 4, 8)] }],
])("a kernel that %s waits for it", (_, uses) => {
  const schedule = new Schedule();
  schedule.perImage(call(1), 4, { reads: [map(1)], writes: [map(0)], whole: [] });
  schedule.perImage(call(2), 4, uses);
  expect(groupsOf(schedule)).toEqual([
    [[1], [], []],
    [[2], [], []],
  ]);
});

test("a kernel over another number of images has a group of its own", () => {
  const schedule = new Schedule();
  schedule.perImage(call(1), 4, none);
  schedule.perImage(call(2), 1, none);
  expect(schedule.groups().map(({ images }) => images)).toEqual([4, 1]);
});

test("what comes last ends its group", () => {
  const schedule = new Schedule();
  schedule.perImage(call(1), 4, none);
  schedule.last(call(2), none);
  schedule.last(call(3), none);
  schedule.perImage(call(4), 4, none);
  expect(groupsOf(schedule)).toEqual([
    [[1], [], [2, 3]],
    [[4], [], []],
  ]);
});

test("work for later goes with the next group, or before it where the two disturb each other", () => {
  const schedule = new Schedule();
  schedule.perImage(call(1), 4, none);
  const one = schedule.later([call(2)], { reads: [], writes: [map("gradients")] });
  const other = schedule.later([call(3)], { reads: [map(5)], writes: [] });
  expect(one.group).toBeNull();
  schedule.perImage(call(4), 4, none);
  schedule.perImage(call(5), 4, { ...none, writes: [map(5)] });
  expect(groupsOf(schedule)).toEqual([
    [[1, 4], [], []],
    [[], [2, 3], []],
    [[5], [], []],
  ]);
  expect([one.group, other.group]).toEqual([2, 2]);
});

test("work for later is done at the end at the latest, and before who needs it", () => {
  const schedule = new Schedule();
  schedule.later([call(1)], { reads: [], writes: [map("gradients")] });
  schedule.alone([call(2)], { reads: [map("gradients")], writes: [map("weights")] });
  schedule.later([call(3)], { reads: [], writes: [map("gradients")] });
  schedule.last(call(4), { reads: [map("gradients")], writes: [] });
  schedule.later([call(5)], none);
  expect(groupsOf(schedule)).toEqual([
    [[], [1], []],
    [[], [2], []],
    [[], [3], [4]],
    [[], [5], []],
  ]);
});

test("what can run ahead of everything does, unless it reads what is written", () => {
  const schedule = new Schedule();
  schedule.perImage(call(1), 4, { ...none, whole: [map("weights")] });
  schedule.ahead(call(2), map("weights"));
  schedule.alone([call(3)], { reads: [], writes: [map("weights")] });
  schedule.ahead(call(4), map("weights", 4, 4));
  schedule.perImage(call(5), 4, none);
  expect(groupsOf(schedule)).toEqual([
    [[], [2], []],
    [[1], [], []],
    [[], [3], []],
    [[], [4], []],
    [[5], [], []],
  ]);
});
