/** Writes groups of kernels into memory, as `program.as.ts` reads them. */
import { kernelIds } from "./kernel-names.ts";
import type { MachineMemory } from "./memory.ts";
import type { Group, KernelCall } from "./schedule.ts";

/** The ranges that a batch is cut into: `perRange` images each, but the last. */
export interface Ranges {
  readonly perRange: number;
  readonly count: number;
}

export function rangesOf(images: number, perRange: number): Ranges {
  return { perRange, count: Math.ceil(images / perRange) };
}

/** The most tasks that a group can have: a ticket counts them in 16 bits. */
const mostTasks = 65_000;

/** Lends memory for a program; gives its address. `perRange` says how many images a task takes. */
export function writeProgram(memory: MachineMemory, groups: readonly Group[], perRange: number): number {
  const words: number[] = [groups.length];
  /** Where words lie that are addresses of others: they count from the program's start until that is known. */
  const addresses: number[] = [];
  const pointTo = (index: number, target: number) => {
    words[index] = 4 * target;
    addresses.push(index);
  };
  const list = (calls: readonly KernelCall[]): number => {
    const start = words.push(calls.length) - 1;
    for (const { kernel, args } of calls) words.push(kernelIds[kernel], args.length, ...args);
    return start;
  };
  const firstGroup = words.length;
  for (let i = 0; i < 3 * groups.length; i++) words.push(0);
  for (const [index, group] of groups.entries()) {
    const at = firstGroup + 3 * index;
    const tasks = tasksOf(group, perRange, list);
    if (tasks.length > mostTasks) throw new RangeError(`wasm: ${tasks.length} tasks at once, of at most ${mostTasks}`);
    words[at] = tasks.length;
    pointTo(at + 1, words.length);
    for (const { list: target, from, to, part } of tasks) {
      pointTo(words.length, target);
      words.push(from, to, part);
    }
    // What comes last in a group without tasks is its only task.
    pointTo(at + 2, list(isEmpty(group) ? [] : group.last));
  }
  const start = memory.lend(4 * words.length);
  for (const index of addresses) words[index]! += start;
  memory.views.ints.set(words, start / 4);
  return start;
}

interface Task {
  readonly list: number;
  readonly from: number;
  readonly to: number;
  readonly part: number;
}

function tasksOf(group: Group, perRange: number, list: (calls: readonly KernelCall[]) => number): Task[] {
  const tasks: Task[] = [];
  if (group.perImage.length > 0) {
    const shared = list(group.perImage);
    const { count } = rangesOf(group.images, perRange);
    for (let part = 0; part < count; part++) {
      const from = part * perRange;
      tasks.push({ list: shared, from, to: Math.min(group.images, from + perRange), part });
    }
  }
  const others = group.alone.map((call) => [call]);
  if (isEmpty(group)) others.push([...group.last]);
  for (const calls of others) tasks.push({ list: list(calls), from: 0, to: 1, part: 0 });
  return tasks;
}

function isEmpty({ perImage, alone }: Group): boolean {
  return perImage.length + alone.length === 0;
}
