/** A thread of a browser's pool: its whole life is to work on programs. */
import { announceDeath } from "./thread-death.ts";
import { isJoining } from "./threads.ts";

addEventListener(
  "message",
  ({ data }: MessageEvent<unknown>) => {
    if (!isJoining(data)) throw new TypeError("a thread was told what it does not know");
    const { module, memory, state, thread, diedAt } = data;
    WebAssembly.instantiate(module, { env: { memory } }).then(
      ({ exports }) => {
        // oxlint-disable-next-line no-unsafe-type-assertion -- `shared-machine.as.ts` exports it
        const work = exports["work"] as (state: number, thread: number) => void;
        postMessage(null);
        try {
          work(state, thread);
        } finally {
          // It never comes to an end by itself.
          announceDeath(memory, state, diedAt);
        }
      },
      (error: unknown) => {
        // An error that nobody catches reaches who started the worker; a rejection would not.
        setTimeout(() => {
          throw error;
        });
      },
    );
  },
  { once: true },
);
