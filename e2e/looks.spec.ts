import type { Page, Worker } from "@playwright/test";
import type { Look } from "../src/core/look.ts";
import type { Event } from "../src/protocol/messages.ts";
import { button, finished, isGpu, openTiny, tinyExperiment, trainedHashes, weightHashes } from "./tiny.ts";
import { expect, test } from "./support/lab.ts";

test.describe.configure({ timeout: 600_000 });

type Answered = Extract<Event, { type: "looked" | "lookRefused" }>;

const run = { experiment: "tiny", seed: 1 };

/** Asks the training worker itself, as the page does; a later question with the same slot takes this one's place. */
async function asked(worker: Worker, look: Look): Promise<Answered> {
  return worker.evaluate(
    async ({ run: of, look: wanted }) => {
      const id = Math.floor(performance.now() * 1000);
      const send = globalThis.postMessage.bind(globalThis);
      return new Promise<Answered>((resolve) => {
        globalThis.postMessage = (message: Answered, ...rest: unknown[]) => {
          if ("id" in message && message.id === id) {
            globalThis.postMessage = send;
            resolve(message);
          } else (send as (...all: unknown[]) => void)(message, ...rest);
        };
        dispatchEvent(new MessageEvent("message", { data: { type: "look", id, run: of, look: wanted } }));
      });
    },
    { run, look },
  );
}

async function trainingWorker(page: Page): Promise<Worker> {
  await expect.poll(() => page.workers().filter((worker) => worker.url().includes("training")).length).toBe(1);
  return page.workers().find((worker) => worker.url().includes("training"))!;
}

test("a run that is looked into while it trains ends with the same weights, and can be looked into afterwards", async ({
  page,
}) => {
  const experiment = tinyExperiment(isGpu() ? 3 : 60);
  await openTiny(page, experiment);
  const hashes = await trainedHashes(page);
  await button(page, "Reset").click();
  await button(page, "Train").click();
  const worker = await trainingWorker(page);
  const isOver = () => page.getByRole("contentinfo").textContent();
  const seen: string[] = [];
  while (!(await isOver())?.includes("Finished")) {
    const subject = { kind: "image", index: seen.length % 16 } as const;
    seen.push((await asked(worker, { type: "matrices", at: "now", subject })).type);
    seen.push((await asked(worker, { type: "slowMotion", from: "now" })).type);
  }
  await finished(page);
  expect(await weightHashes(page)).toEqual(hashes);
  expect(seen).toContain("looked");

  const last = { of: "student", at: { stage: 2, step: experiment.task.iterations } } as const;
  const confusion = await asked(worker, { type: "confusion", side: last });
  expect(confusion).toMatchObject({ type: "looked", answer: { classes: { length: 6 }, moment: last.at } });
  const start = { stage: 1, step: 0 } as const;
  const pair = await asked(worker, { type: "pair", at: start, subject: { kind: "probe" }, pair: "section2" });
  expect(pair).toMatchObject({ type: "looked", answer: { moment: start, student: { size: [16, 16] } } });
  const slow = await asked(worker, { type: "slowMotion", from: 1 });
  expect(slow.type === "looked" && slow.answer.type === "slowMotion" && slow.answer.phases.length).toBe(7);
  const never = { of: "student", at: { stage: 2, step: 1000 } } as const;
  expect(await asked(worker, { type: "confusion", side: never })).toMatchObject({ code: "no-snapshot" });
});
