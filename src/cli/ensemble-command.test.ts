import { expect, test } from "vitest";
import { ensembleCommand, ensembleText, type Member } from "./ensemble-command.ts";

/** Two images of two classes; the labels are 0 and 1. */
const member = (experiment: string, seed: number, logits: readonly number[]): Member => ({
  experiment,
  seed,
  logits: Float32Array.from(logits),
  labels: Int32Array.of(0, 1),
  iterations: 7,
});

test("students are judged alone and together, and every one's iterations count", () => {
  const members = [member("fsp", 1, [5, 0, 0, 5]), member("fsp", 2, [0, 1, 0, 5]), member("plain", 1, [0, 1, 0, 1])];
  const lines = ensembleText(members).split("\n");
  expect(lines.slice(2).map((line) => line.split(/ +/))).toEqual([
    ["fsp", "1,2", "75.00", "100.00", "14"],
    ["plain", "1", "50.00", "50.00", "7"],
  ]);
});

test.each([
  [[], /takes one folder/],
  [["a", "b"], /takes one folder/],
  [["/nowhere"], /\/nowhere cannot be read/],
  [["src/cli"], /src\/cli holds no finished run/],
])("%o is refused with a sentence", async (args, sentence) => {
  await expect(ensembleCommand(args)).rejects.toThrow(sentence);
});
