/** Questions to the training worker itself, past the page. */
import type { Page, Worker } from "@playwright/test";
import type { Look } from "../../src/core/look.ts";
import type { RunKey } from "../../src/core/report.ts";
import type { Event } from "../../src/protocol/messages.ts";
import { expect } from "./lab.ts";

export type Answered = Extract<Event, { type: "looked" | "lookRefused" }>;

/** Asks as the page does; a later question with the same slot takes this one's place. */
export async function asked(worker: Worker, run: RunKey, look: Look): Promise<Answered> {
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

export async function trainingWorker(page: Page): Promise<Worker> {
  await expect.poll(() => page.workers().filter((worker) => worker.url().includes("training")).length).toBe(1);
  return page.workers().find((worker) => worker.url().includes("training"))!;
}
