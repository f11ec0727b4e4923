import { expect, test } from "vitest";
import type { MisfitReason } from "../../core/misfit.ts";
import type { Problem } from "../../core/problem.ts";
import { problems as english } from "./en/problems.ts";
import { problems as chinese } from "./zh/problems.ts";

const batch: Problem = {
  code: "setting",
  path: "batch",
  found: "1",
  rule: { kind: "range", whole: true, least: 2, most: 1024 },
};

test("a number out of range is said with its name, its unit and both bounds, in either language", () => {
  expect(english.problems.sentence(batch, "batch")).toBe(
    "Images in a batch: use a whole number of images from 2 to 1,024.",
  );
  expect(english.problems.beside(batch.rule, "batch")).toBe("Use a whole number of images from 2 to 1,024.");
  expect(chinese.problems.sentence(batch, "batch")).toBe("每批图像数：请填 2 到 1,024 之间的整数（张图像）。");
});

test("a setting that has no control is named by its place in the document", () => {
  expect(english.problems.sentence({ ...batch, path: "task.factor" }, null)).toMatch(/^task\.factor: use a whole/);
});

const maps = { first: [32, 32], last: [12, 12] } as const;
const reasons: readonly MisfitReason[] = [
  { code: "alone" },
  { code: "unequal", remedies: ["adapter"] },
  { code: "remedy", remedy: "projection", problem: "teacher-narrower" },
  { code: "remedy", remedy: "assignment", problem: "other-positions" },
  { code: "not-divisible", side: "teacher", ...maps },
  { code: "not-larger", side: "student", ...maps },
];
const met: readonly Problem[] = [
  batch,
  { code: "images", training: 60_000, validation: 500, there: 60_000 },
  { code: "memory", bytes: 5e9, mostBytes: 4e9 },
  { code: "gpu-room", label: "buffer 3", bytes: 5e9, mostBytes: 4e9 },
  { code: "teacher-images", teacher: [32, 32, 1], student: [32, 32, 3] },
  ...reasons.map((reason): Problem => ({ code: "misfit", pair: "section2", teacher: [8, 16], student: null, reason })),
  { code: "network", whose: "student", fault: { kind: "no-tap", section: null } },
  { code: "network", whose: "teacher", fault: { kind: "no-tap", section: "section2" } },
  { code: "network", whose: "student", fault: { kind: "kernel", block: "section3.block1", kernel: 7, map: [4, 4] } },
  { code: "network", whose: "student", fault: { kind: "uneven", block: "section3.block1", map: [9, 9] } },
  {
    code: "network",
    whose: "student",
    fault: { kind: "shortcut", block: "section1.block2", from: [8, 8, 4], to: [8, 8, 6] },
  },
  { code: "classes", teacher: 10, student: 6 },
  { code: "tap", side: "student", tap: "section2.block2.relu2", why: "missing" },
  { code: "tap", side: "teacher", tap: "fc", why: "no-maps" },
  { code: "link-made", length: 9000, most: 8000 },
  { code: "link-read", length: 20_000, most: 16_384 },
  { code: "link-none" },
  { code: "link-version", version: "9" },
  { code: "link-damaged" },
  { code: "file-unread", path: "a.gz", status: 404, reason: "" },
  { code: "file-unread", path: "a.gz", status: null, reason: "Failed to fetch" },
  { code: "part-unread", path: null },
  { code: "part-unread", path: "open-1.js" },
  { code: "data-tiny", name: "own.zip", there: { training: 5, validation: 0, test: 0 }, least: 2 },
  { code: "worker", fault: "silent" },
  { code: "worker", fault: "unloaded" },
  { code: "worker", fault: "unread" },
  { code: "insecure" },
];

test.each(met)("$code is said in Chinese without a word of English prose", (problem) => {
  const text = chinese.problems.sentence(problem, null);
  expect(text).toMatch(/[\u4e00-\u9fff].*[。？]$/);
  expect(text).not.toMatch(/\b(?:the|use|than|images|link|is|failed)\b/i);
});
