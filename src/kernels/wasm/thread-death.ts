/** What `threads.as.ts` cannot see: that a thread broke off with a task in hand, for which the others would wait. */

/** A thread broke off in the middle of its work: what the memory holds is worth nothing, and the host runs nothing more. */
export class ThreadDied extends Error {
  override readonly name = "ThreadDied";
  constructor() {
    super("A thread of the engine broke off, and nothing it computed is used.");
  }
}

/** The state of a pool of `count` threads, in bytes: what `threads.as.ts` looks at, then whether one has died. */
export const poolState = (count: number): { readonly bytes: number; readonly diedAt: number } => ({
  bytes: 24 + 4 * count,
  diedAt: 20 + 4 * count,
});

/**
 * A dying thread's last act; nothing outside of it is used, so that its text can be given to any worker. It closes the open
 * group, as behind the last one, and wakes all: whoever started the program then looks whether somebody died.
 */
export function announceDeath(memory: WebAssembly.Memory, state: number, diedAt: number): void {
  const words = new Int32Array(memory.buffer);
  const tickets = new BigInt64Array(memory.buffer);
  Atomics.store(words, (state + diedAt) / 4, 1);
  const closed = Atomics.load(tickets, state / 8) | 0xffffn;
  Atomics.store(tickets, state / 8, closed);
  Atomics.store(words, (state + 8) / 4, 0);
  Atomics.store(tickets, state / 8, closed + 1n);
  Atomics.notify(tickets, state / 8);
}
