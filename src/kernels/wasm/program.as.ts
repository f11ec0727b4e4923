// Runs programs: a compiled step, as `program.ts` writes it into memory. Everything is made of words of 4 bytes.
// program: the number of groups, then the groups. group: the number of tasks, where they lie, where the list lies that runs
// when all of them are done. task: a list, the images `from` and `to` that it is run on, and its `part`. list: the number of its
// kernels, then for each its id, the number of its arguments, and these.
import { runKernel } from "./tasks.as";

export const groupSize: usize = 12;
const taskSize: usize = 16;

export function run(program: usize, scratch: usize): void {
  const end = program + 4 + load<usize>(program) * groupSize;
  for (let group = program + 4; group < end; group += groupSize) {
    for (let task = 0, count = load<i32>(group); task < count; task++) runTask(group, task, scratch);
    runLast(group, scratch);
  }
}

export function runTask(group: usize, index: i32, scratch: usize): void {
  const task = load<usize>(group, 4) + <usize>index * taskSize;
  runList(load<usize>(task), load<i32>(task, 4), load<i32>(task, 8), load<i32>(task, 12), scratch);
}

/** What comes when all of a group's tasks are done. */
export function runLast(group: usize, scratch: usize): void {
  runList(load<usize>(group, 8), 0, 0, 0, scratch);
}

function runList(list: usize, from: i32, to: i32, part: i32, scratch: usize): void {
  let kernel = list + 4;
  for (let left = load<i32>(list); left > 0; left--) {
    runKernel(load<i32>(kernel), kernel + 8, from, to, part, scratch);
    kernel += 8 + (load<usize>(kernel, 4) << 2);
  }
}
