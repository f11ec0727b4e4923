/** A thread of a browser's pool: its whole life is to work on programs. */
import type { Joining } from "./threads.ts";

addEventListener(
  "message",
  ({ data: { module, memory, state, thread } }: MessageEvent<Joining>) => {
    WebAssembly.instantiate(module, { env: { memory } }).then(
      ({ exports }) => {
        // oxlint-disable-next-line no-unsafe-type-assertion -- `shared-machine.as.ts` exports it
        const work = exports["work"] as (state: number, thread: number) => void;
        postMessage(null);
        work(state, thread);
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
