import { expect, test } from "vitest";
import type { MisfitReason } from "../../core/misfit.ts";
import type { DocumentFault } from "../../core/document-fault.ts";
import type { ShippedFault, TensorFault, WeightsFault } from "../../core/file-fault.ts";
import type { Problem, Rule } from "../../core/problem.ts";
import { problems as english } from "./en/problems.ts";
import { problems as chinese } from "./zh/problems.ts";

const batch: Extract<Problem, { code: "setting" }> = {
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
const experiment = { name: "tiny", sha256: "0".repeat(64) };
const other = "1".repeat(64);
const documents: { readonly [Kind in DocumentFault["kind"]]: DocumentFault } = {
  "no-object": { kind: "no-object", found: "[]" },
  "no-kind": { kind: "no-kind", found: `"cat"` },
  version: { kind: "version", found: "7" },
  "forbidden-name": { kind: "forbidden-name" },
  "experiment-twice": { kind: "experiment-twice", name: "fsp" },
  baseline: { kind: "baseline", name: "plain", experiments: ["fsp", "kd"] },
  "seed-twice": { kind: "seed-twice", seed: 3, of: "sweep" },
  "rate-order": { kind: "rate-order", rate: 0.1 },
  pair: { kind: "pair", name: "section9", pairs: ["section1", "section2"] },
  "class-order": { kind: "class-order", index: 2, classes: 10 },
  "drop-order": { kind: "drop-order", drop: 5, iterations: 4 },
};
const shipped: { readonly [Kind in ShippedFault["kind"]]: ShippedFault } = {
  bytes: { kind: "bytes", found: 1, expected: 2 },
  hash: { kind: "hash", found: other, expected: experiment.sha256 },
  images: { kind: "images", expected: 100 },
  manifest: { kind: "manifest", key: "shards.training" },
};
const tensors: { readonly [Kind in TensorFault["kind"]]: TensorFault } = {
  short: { kind: "short", bytes: 3 },
  "header-length": { kind: "header-length", bytes: 1e9 },
  header: { kind: "header" },
  tensor: { kind: "tensor", name: "fc.bias" },
  outside: { kind: "outside", name: "fc.bias" },
  overlap: { kind: "overlap" },
};
const weights: { readonly [Kind in WeightsFault["kind"]]: WeightsFault } = {
  "no-facts": { kind: "no-facts" },
  "own-hash": { kind: "own-hash" },
  other: { kind: "other", found: other, asked: experiment.sha256 },
  misfit: { kind: "misfit", whose: "teacher", parameter: "fc.bias", shape: [10] },
};
const rules: { readonly [Kind in Rule["kind"]]: readonly Rule[] } = {
  range: [batch.rule],
  missing: [{ kind: "missing" }],
  form: ["slug", "sha256", "file-name", "layer", "pair", "new"].map((form) => ({ kind: "form", form })),
  other: [{ kind: "other", expected: `("fsp" | "kd")` }],
};

/** Of each code, which the compiler counts; files of images and the hub have a test of their own. */
const every: {
  readonly [Code in Exclude<Problem["code"], "data-file" | "hub" | "other">]: readonly Extract<
    Problem,
    { readonly code: Code }
  >[];
} = {
  setting: Object.values(rules)
    .flat()
    .map((rule) => ({ ...batch, rule })),
  "unknown-settings": [
    {
      code: "unknown-settings",
      settings: [
        { path: "task.iteration", meant: "iterations" },
        { path: "x", meant: null },
      ],
    },
  ],
  images: [{ code: "images", training: 60_000, validation: 500, there: 60_000 }],
  "uneven-classes": [{ code: "uneven-classes", training: 100, classes: 3 }],
  memory: [{ code: "memory", bytes: 5e9, mostBytes: 4e9 }],
  "gpu-room": [{ code: "gpu-room", label: "buffer 3", bytes: 5e9, mostBytes: 4e9 }],
  "teacher-images": [{ code: "teacher-images", teacher: [32, 32, 1], student: [32, 32, 3] }],
  misfit: reasons.map((reason) => ({ code: "misfit", pair: "section2", teacher: [8, 16], student: null, reason })),
  network: [
    { code: "network", whose: "student", fault: { kind: "no-tap", section: null } },
    { code: "network", whose: "teacher", fault: { kind: "no-tap", section: "section2" } },
    { code: "network", whose: "student", fault: { kind: "kernel", block: "section3.block1", kernel: 7, map: [4, 4] } },
    { code: "network", whose: "student", fault: { kind: "uneven", block: "section3.block1", map: [9, 9] } },
    {
      code: "network",
      whose: "student",
      fault: { kind: "shortcut", block: "section1.block2", from: [8, 8, 4], to: [8, 8, 6] },
    },
  ],
  classes: [{ code: "classes", teacher: 10, student: 6 }],
  tap: [
    { code: "tap", side: "student", tap: "section2.block2.relu2", why: "missing" },
    { code: "tap", side: "teacher", tap: "fc", why: "no-maps" },
  ],
  "sweep-seed": [{ code: "sweep-seed", seed: 100 }],
  trials: [{ code: "trials", found: 12_800, most: 6400 }],
  "document-long": [{ code: "document-long", length: 600_000, most: 524_288 }],
  "link-made": [{ code: "link-made", length: 9000, most: 8000 }],
  "link-read": [{ code: "link-read", length: 20_000, most: 16_384 }],
  "link-none": [{ code: "link-none" }],
  "link-version": [{ code: "link-version", version: "9" }],
  "link-damaged": [{ code: "link-damaged" }],
  "file-unread": [
    { code: "file-unread", path: "a.gz", status: 404, reason: "" },
    { code: "file-unread", path: "a.gz", status: null, reason: "Failed to fetch" },
  ],
  "part-unread": [null, "open-1.js"].map((path) => ({ code: "part-unread", path })),
  "file-damaged": Object.values(shipped).map((fault) => ({ code: "file-damaged", path: "a.gz", fault })),
  "tensor-file": Object.values(tensors).map((fault) => ({ code: "tensor-file", file: "a.safetensors", fault })),
  weights: [null, "a.safetensors"].flatMap((file) =>
    Object.values(weights).map((fault) => ({ code: "weights", file, fault }) as const),
  ),
  checkpoint: [
    { code: "checkpoint", file: null, why: "damaged" },
    { code: "checkpoint", file: "out/checkpoint", why: "other-experiment" },
  ],
  document: Object.values(documents).map((fault) => ({ code: "document", fault })),
  "engine-late": [{ code: "engine-late", seconds: 60 }],
  worker: (["silent", "unloaded", "unread"] as const).map((fault) => ({ code: "worker", fault })),
  // What the browser says stands there as it said it.
  "worker-stopped": [{ code: "worker-stopped", reason: "RangeError" }],
  "data-missing": [{ code: "data-missing", ...experiment }],
  "data-to-give": [{ code: "data-to-give", set: "CIFAR-10" }],
  "data-few": ["test", "cat"].map((what) => ({ code: "data-few", what, asked: 9, there: 5 })),
  "data-classes": [{ code: "data-classes", name: "own.zip", said: 10, there: 9 }],
  "data-tiny": [{ code: "data-tiny", name: "own.zip", there: { training: 5, validation: 0, test: 0 }, least: 2 }],
  "teacher-missing": [{ code: "teacher-missing", ...experiment }],
  "run-file": [null, 7].map((version) => ({ code: "run-file", file: "a.lab.json", version })),
  "set-up-file": [{ code: "set-up-file", file: "a.json" }],
  // The command stands there as it is typed.
  "run-folder": [{ code: "run-folder", name: "out" }],
  "lab-files": [{ code: "lab-files", file: "a.json", count: 2 }],
  "teacher-file": [{ code: "teacher-file", file: "a.safetensors" }],
  "training-gone": [{ code: "training-gone" }],
  "training-elsewhere": [{ code: "training-elsewhere" }],
  "training-environment": [{ code: "training-environment", begun: "webgpu (nvidia)", here: "wasm" }],
  insecure: [{ code: "insecure" }],
  "not-finite": (["loss", "validation", "held-out", "weights"] as const).map((noticed) => {
    return { code: "not-finite", noticed, stage: 1, step: 12 };
  }),
};
const met: readonly Problem[] = Object.values<readonly Problem[]>(every).flat();

test.each(met)("%j is said in Chinese without a word of English prose", (problem) => {
  const text = chinese.problems.sentence(problem, null).replace(/npm run lab -- [\w ]+ --out FILE\.zip/, "");
  expect(text).toMatch(/[\u4e00-\u9fff].*[。？]$/);
  expect(text).not.toMatch(/undefined|\b(?:the|use|than|images|link|is|failed)\b|[a-z]{2,} [a-z]{2,}/i);
  expect(english.problems.sentence(problem, null)).toMatch(/[.?]$|RangeError$/);
});
