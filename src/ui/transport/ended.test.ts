import { expect, test } from "vitest";
import type { QueuedRun } from "../../client/run-queue.ts";
import { catalogues } from "../messages/messages.ts";
import { endedSentences } from "./ended.ts";

const row = (state: QueuedRun["state"]): QueuedRun => ({ run: { experiment: "any", seed: 1 }, state, reason: null });

test.each([
  ["all", 120, ["finished", "finished"], "Finished, 120 of 120 in all"],
  ["plain runs behind a teacher that failed", 65, ["finished"], "Finished, 1 run finished"],
  ["some", 65, ["finished", "failed", "skipped"], "Finished, 1 run finished, 1 failed, 1 skipped"],
  ["none", 0, ["failed"], "Ended, 0 runs finished, 1 failed"],
] as const)("%s that finished", (_, done, states, sentence) => {
  expect(endedSentences(catalogues.en, { done, total: 120, rows: states.map(row) }).join(", ")).toBe(sentence);
});
