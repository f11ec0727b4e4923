/** Files from elsewhere are read in a thread of their own: whatever one of them does to a reader, it can be ended. */
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import * as v from "valibot";
import { BadInput, reasonOf } from "../core/bad-input.ts";
import { imageSetSchema, refittedSchema } from "../core/image-set-schema.ts";
import { messageReader } from "../core/message-reader.ts";
import { problemSchema } from "../core/problem-schema.ts";
import type { Problem } from "../core/problem.ts";
import { Budget, usualLimits } from "../data/import/budget.ts";
import { damaged, faulty } from "../data/import/damage.ts";
import type { FoundSet } from "../data/import/found-set.ts";
import { readImages } from "../data/import/read.ts";
import { imageFilesAt } from "./image-files.ts";
import { decodePicture } from "./node-pictures.ts";

type Answer =
  | { readonly type: "found"; readonly found: FoundSet }
  | { readonly type: "refused"; readonly problem: Problem }
  | { readonly type: "failed"; readonly reason: string };

const answerIn = messageReader<Answer>({
  found: v.object({
    type: v.literal("found"),
    found: v.object({
      name: v.string(),
      sha256: v.string(),
      images: imageSetSchema,
      refitted: v.array(refittedSchema),
      ignored: v.array(v.string()),
    }),
  }),
  refused: v.object({ type: v.literal("refused"), problem: problemSchema }),
  failed: v.object({ type: v.literal("failed"), reason: v.string() }),
});

/** Beyond the readers' own limit, for one that no longer looks at the clock. */
const graceMs = 10_000;
const heapMebibytes = 2048;

/** `entry` is the program's own file, which answers in a thread as `answerReading` does. */
export async function imagesAt(path: string, entry: string): Promise<FoundSet> {
  const { name } = imageFilesAt(path);
  const worker = new Worker(entry, {
    workerData: { path },
    resourceLimits: { maxOldGenerationSizeMb: heapMebibytes },
  });
  const limitMs = usualLimits.milliseconds + graceMs;
  let watchdog: NodeJS.Timeout | undefined;
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      watchdog = setTimeout(() => {
        const { milliseconds: most } = usualLimits;
        reject(faulty(name, null, { kind: "limit", what: "milliseconds", most, found: limitMs }));
      }, limitMs);
      const broken = (reason: string) => reject(damaged(name, null, { why: "foreign", reason }));
      worker.once("message", (said) => {
        const answer = answerIn(said);
        if (answer) resolve(answer);
        else broken("its reader said what nobody here understands");
      });
      worker.once("error", (error) => broken(reasonOf(error)));
      worker.once("exit", (code) => broken(`its reader ended with code ${code}`));
    });
    if (answer.type === "refused") throw new BadInput(answer.problem);
    if (answer.type === "failed") throw new Error(answer.reason);
    return answer.found;
  } finally {
    clearTimeout(watchdog);
    await worker.terminate();
  }
}

export const isReadingThread = !isMainThread;

/** The thread's whole work. */
export async function answerReading(): Promise<void> {
  // oxlint-disable-next-line no-unsafe-type-assertion -- what a thread is given has no type; `imagesAt` gives it
  const { path } = workerData as { readonly path: string };
  try {
    const { name, files } = imageFilesAt(path);
    const found = await readImages(name, files, decodePicture, new Budget(usualLimits, () => performance.now()));
    const { training, validation, test } = found.images;
    const buffers = [training, validation, test].flatMap(({ labels, pixels }) => [labels.buffer, pixels.buffer]);
    const own = buffers.filter((buffer) => buffer instanceof ArrayBuffer);
    send({ type: "found", found }, [...new Set(own)]);
  } catch (error) {
    if (error instanceof BadInput) send({ type: "refused", problem: error.problem });
    else send({ type: "failed", reason: reasonOf(error) });
  }
}

function send(answer: Answer, transfer: readonly ArrayBuffer[] = []): void {
  parentPort!.postMessage(answer, transfer);
}
