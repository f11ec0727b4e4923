// Runs programs on several threads. Which thread takes a task is chance; what a task does is not, so that the bits are those of
// one thread. All threads look at one state (`stateSize` bytes, aligned to 8), which only the machine's own thread writes while
// the others rest:
//   0  the ticket, 8 bytes: how many groups were opened so far, times 65536, plus how many tasks of the open one are taken
//   8  the open group, or 0 where there is nothing to do
//  12  how many groups of the program are left, the open one included
//  16  how many tasks of the open group are done
//  20  where each thread's scratch lies
import { groupSize, runLast, runTask } from "./program.as";

const groupAt: usize = 8;
const leftAt: usize = 12;
const doneAt: usize = 16;
const scratchAt: usize = 20;

/** How often a thread looks for new work before it sleeps: some 20 microseconds, as long as waking it may take. */
const looks = 20000;

/** In nanoseconds; after twice as long without a task that was taken or done, a thread of the pool is taken for dead. (A
 * machine that wakes from sleep may have used up the first.) */
const patience: i64 = 15_000_000_000;

/** A ticket that ends in this is closed: a group is being opened. No group has as many tasks. */
const closed: i64 = 0xffff;

/** Runs a program as thread 0. Gives false where another thread does not come to an end. */
export function runShared(program: usize, state: usize): bool {
  const groups = load<i32>(program);
  if (groups == 0) return true;
  open(state, program + 4, groups);
  let isAlive = true;
  while (isAlive) {
    // In this order: who sees that nothing is open sees the ticket as it was closed for that, or later.
    const isDone = atomic.load<usize>(state, groupAt) == 0;
    const ticket = atomic.load<i64>(state);
    if (isDone && (ticket & closed) != closed) break;
    isAlive = takeTask(state, ticket, 0) || sleep(state, ticket, patience) || sleep(state, ticket, patience);
  }
  return isAlive;
}

/** The life of every other thread. */
export function work(state: usize, thread: usize): void {
  for (;;) {
    const ticket = atomic.load<i64>(state);
    if (!takeTask(state, ticket, thread)) sleep(state, ticket, -1);
  }
}

/** Takes and does one task of the open group; gives false where none is left. */
function takeTask(state: usize, ticket: i64, thread: usize): bool {
  const group = atomic.load<usize>(state, groupAt);
  if (group == 0) return false;
  const task = <i32>(ticket & closed), tasks = load<i32>(group);
  if (task >= tasks) return false;
  // Another thread was faster, or this group is long closed: then the ticket is another one too.
  if (atomic.cmpxchg<i64>(state, ticket, ticket + 1) != ticket) return true;
  const scratch = load<usize>(state + (thread << 2), scratchAt);
  runTask(group, task, scratch);
  if (atomic.add<i32>(state, 1, doneAt) + 1 == tasks) {
    runLast(group, scratch);
    open(state, group + groupSize, load<i32>(state, leftAt) - 1);
  }
  return true;
}

/**
 * Opens a group, or none where none is left. Nobody else writes the state now, for no task is left to take; and nobody may
 * take one of the new group with the old ticket, so that is closed first.
 */
function open(state: usize, group: usize, left: i32): void {
  const ticket = atomic.load<i64>(state) | closed;
  atomic.store<i64>(state, ticket);
  store<i32>(state, left, leftAt);
  atomic.store<i32>(state, 0, doneAt);
  atomic.store<usize>(state, left > 0 ? group : 0, groupAt);
  atomic.store<i64>(state, ticket + 1);
  atomic.notify(state, -1);
}

/** Until the ticket is another one; gives false where it is the same for too long. */
function sleep(state: usize, ticket: i64, timeout: i64): bool {
  for (let look = 0; look < looks; look++) {
    if (atomic.load<i64>(state) != ticket) return true;
  }
  // 2 is "timed out".
  return atomic.wait<i64>(state, ticket, timeout) != 2;
}
