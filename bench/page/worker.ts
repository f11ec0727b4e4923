/** One engine in a worker of its own, named after it. */
import { openByName } from "../engines/open.ts";
import type { Request } from "../protocol.ts";
import { answerer } from "../serve.ts";

const answer = answerer({
  bringGpu: () => Promise.resolve(),
  loadEngine: () => openByName[self.name]!(),
  heapBytes: () => 0,
});

self.addEventListener("message", ({ data }: MessageEvent<Request>) => {
  void answer(data).then((reply) => self.postMessage(reply));
});
