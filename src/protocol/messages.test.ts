/** What each side takes of the other: all that it says, and nothing that is damaged anywhere. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { defaultExperiment } from "../core/defaults.ts";
import { toPlan } from "../core/document.ts";
import type { FoundImages } from "../core/found-images.ts";
import type { ImageSet } from "../core/images.ts";
import type { LookAnswer } from "../core/look.ts";
import { presets } from "../core/presets.ts";
import type { RunEnd } from "../core/run-end.ts";
import { runFileOf } from "../core/run-file.ts";
import { changedAt, expectNoDamage } from "../testing/damaged-messages.ts";
import { commandIn } from "./commands.ts";
import { eventIn, judgeEventIn } from "./events.ts";
import type { ImportCommand, ImportEvent } from "./import-messages.ts";
import { importCommandIn, importEventIn } from "./import-schema.ts";
import type { JudgeCommand, JudgeEvent } from "./judge-messages.ts";
import type { ReadMessage } from "../core/message-reader.ts";
import type { Command, Event } from "./messages.ts";
import { recordingPieceIn, recordingRequestIn } from "./recording-messages.ts";
import type { RecordingPiece, RecordingRequest } from "./recording-messages.ts";

const gzip = readFileSync(new URL("../../public/recorded/first-look.json.gz", import.meta.url));
const recorded = runFileOf(gunzipSync(gzip).toString(), "first-look.json");
const { environment } = recorded;
const plan = toPlan(presets.get("first-look")!);
const [{ run, reports: everyReport }] = recorded.runs as [(typeof recorded.runs)[number]];
/** One of each type. */
const reports = [...new Map(everyReport.map((report) => [report.type, report])).values()];
const before = [{ run, reports }];
const experiment = { ...defaultExperiment };
const document = experiment;
const sha256 = "1".repeat(64);
const bytes = new Uint8Array(4);
const half = { pixels: new Uint8Array(128), labels: new Uint8Array(2) };
const images: ImageSet = { classes: ["a", "b"], size: [8, 8, 1], training: half, validation: half, test: half };
const score = { step: 1, validation: 0.5, test: 0.5 };
const iterations = { teacher: 1, fsp: 2, task: 3 };
const time = { iterations: 1, seconds: 0.5 };
const ends = (
  [
    { kind: "finished", result: { last: score, best: score, iterations, weightsHash: sha256 } },
    { kind: "tried", accuracy: 0.5 },
    { kind: "failed", reason: "broke" },
    { kind: "skipped" },
  ] as const
).map((how): RunEnd => ({
  id: "fsp-s1",
  run,
  rate: 0.1,
  how,
  validation: { steps: [1], values: [0.5] },
  times: { 0: time, 1: time, 2: time },
}));

const moment = { stage: 1, step: 3 } as const;
const subject = { kind: "batch", stage: 1, iteration: 2 } as const;
const side = { of: "student", at: moment } as const;
const checkpointed = { run, stage: 2, sound: 3, checkpoint: bytes, environment } as const;
const asked = { backend: { kind: "wasm", reason: "asked" }, engine: "fast", base: "https://lab.example/" } as const;

const looks: readonly Extract<Command, { type: "look" }>["look"][] = [
  { type: "matrices", at: "now", subject: { kind: "probe" } },
  { type: "pair", at: moment, subject, pair: "section1" },
  { type: "maps", side, subject: { kind: "image", index: 1 }, pair: "section1" },
  { type: "relation", at: moment, subject: { kind: "validation" }, pair: "section1" },
  { type: "features", side: { of: "teacher" }, subject, layer: "stem", channels: [0, 1] },
  { type: "predictions", side, from: 1, count: 2 },
  { type: "confusion", side },
  { type: "gradients", from: 1 },
  { type: "slowMotion", from: "now" },
];

const commands: readonly (Command | JudgeCommand)[] = [
  {
    type: "start",
    plan,
    ...asked,
    paused: true,
    keep: { id: "a", document, resumes: false },
    order: [run],
    branch: { ...checkpointed, experiment, as: run, before },
  },
  { type: "order", order: [run] },
  { type: "give", sets: [{ sha256, images }] },
  { type: "pause" },
  { type: "resume" },
  { type: "step" },
  ...looks.map((look, id): Command => ({ type: "look", id, run, look })),
  { type: "judge", ...asked, experiment, students: [bytes] },
];

const cells = () => new Float32Array(6);
const matrix = { pair: "section1", shape: [2, 3], values: cells() } as const;
const matrices = { pair: "section1", shape: [2, 3], teacher: cells(), student: cells(), losses: cells() } as const;
const end = { maps: cells(), origin: { kind: "mix", weights: cells() }, taken: null } as const;
const own = {
  shape: [2, 3],
  matrix: cells(),
  first: end,
  last: { ...end, origin: { kind: "order", order: new Uint32Array(3) } },
} as const;
const maps = { size: [1, 3], first: cells(), last: cells(), products: cells() } as const;
const relation = { kind: "cka", images: 2, teacher: cells(), student: cells(), loss: 0.5 } as const;
const norms = { layer: "stem", norm: 1 };

/** What no run of the tests of looking has. */
const answers: readonly LookAnswer[] = [
  { type: "matrices", moment, pairs: [matrices] },
  { type: "pair", moment, matrices, teacher: { ...maps, own: null }, student: { ...maps, own } },
  { type: "maps", moment: null, maps, shape: [2, 3] },
  { type: "relation", moment, teacher: matrix, student: matrix, parts: relation },
  { type: "features", moment, maps: cells(), size: [1, 3] },
  {
    type: "predictions",
    moment,
    probabilities: new Float32Array(4),
    labels: new Uint8Array(2),
    pixels: new Uint8Array(128),
    size: [8, 8, 1],
    classes: ["a", "b"],
  },
  { type: "confusion", moment, classes: ["a", "b"], counts: new Uint32Array(4) },
  {
    type: "gradients",
    gradients: {
      moment,
      name: "fsp",
      task: 1,
      learned: NaN,
      parts: [{ part: "section1", norm: 1 }],
      setting: "lambda",
      balance: 1,
    },
  },
  {
    type: "slowMotion",
    moment,
    phases: [
      { name: "studentForward", layers: [{ ...norms, least: 0, most: 1, map: { size: [2, 3], values: cells() } }] },
      { name: "studentMatrices", matrices: [matrix] },
      { name: "shuffle", made: [{ matrix, origins: { first: end.origin, last: null } }] },
      { name: "relate", pairs: [{ pair: "section1", parts: relation }] },
      { name: "difference", loss: 1, task: 1, pairs: [{ pair: "section1", matrix, loss: 1, lambda: 1 }] },
      { name: "gradient", layers: [norms], norm: 1 },
      { name: "update", rate: 0.1, layers: [{ ...norms, relative: 1 }], norm: 1 },
    ],
  },
];

const failed = { type: "failed", code: "input", message: "no", problem: { code: "link-none" } } as const;
const shared = [
  { type: "loading", what: "images", done: 1, total: 2 },
  { type: "alive" },
  failed,
  { ...failed, problem: null },
] as const;

const events: readonly Event[] = [
  ...shared,
  {
    type: "backend",
    backend: {
      kind: "wasm",
      adapter: "a",
      software: false,
      reason: "no-api",
      threads: { count: 2, trouble: "not-started" },
    },
  },
  { type: "reports", run, reports },
  { type: "begun", environment, resumed: true },
  { type: "queue", order: [run], ends },
  ...ends.map((ended): Event => ({ type: "ended", end: ended })),
  { type: "returning", runs: [run] },
  { type: "saving", trouble: "full" },
  { type: "pausing" },
  { type: "paused" },
  { type: "training" },
  { type: "snapshot", kept: { run, moment }, dropped: [{ run, moment }] },
  ...answers.map((answer, id): Event => ({ type: "looked", id, answer })),
  { type: "lookRefused", id: 1, code: "no-run", message: "no" },
  { type: "finished" },
  { type: "diverged", divergence: checkpointed },
  { type: "searching", done: 1, total: 2 },
  {
    type: "located",
    layer: { pass: "update", layer: "stem", parameter: "kernel", step: 3, range: [0, 1] },
    isSearched: true,
  },
];

const judgeEvents: readonly JudgeEvent[] = [
  ...shared,
  { type: "judging", done: 1 },
  { type: "judged", alone: [0.5], together: 0.5 },
];

const order = { set: { id: "a/b", config: "c", files: [{ split: "test", path: "/d", bytes: 1 }] }, first: 5 } as const;
const training = { file: { document, environment, runs: before }, ends, weights: new Map([["a", bytes]]) };
const importCommands: readonly ImportCommand[] = [
  { type: "read", name: "a", files: [{ path: "a/b", file: new Blob(["c"]) }] },
  { type: "list", id: "a/b" },
  { type: "fetch", order },
  { type: "pack", trainings: [training] },
  { type: "open", name: "a", sha256 },
];

const place = { split: "test", index: 1 } as const;
const counts = { training: 1, validation: 0, test: 0 };
const sheet = { size: [8, 8, 1], counts: [1, 1], pixels: new Uint8Array(128) } as const;
const found: FoundImages = {
  outline: { name: "a", sha256, size: [8, 8, 1], classes: ["a"], counts },
  classes: [{ name: "a", ...counts }],
  mean: [0.5],
  deviation: [0.5],
  sheet,
  oddSheet: sheet,
  duplicates: { count: 1, examples: [[place, place]] },
  leaks: 1,
  oneColour: { count: 1, examples: [place] },
  refitted: { count: 1, examples: [{ path: "a", size: "8 x 8 x 1", place }] },
  ignored: { count: 1, examples: ["b"] },
  empty: ["b"],
  decodedHere: 1,
  unkept: { code: "full", images },
};
const importEvents: readonly ImportEvent[] = [
  { type: "progress", progress: { what: "reading", file: "a", done: 1, total: 2, bytes: 3 } },
  { type: "keeping", sha256 },
  { type: "listed", sets: [order.set] },
  { type: "lab-files", files: { kind: "set-up", document } },
  { type: "lab-files", files: { kind: "trainings", trainings: [training] } },
  { type: "lab-files", files: { kind: "teachers", teachers: [{ name: "a", bytes }] } },
  { type: "packed", bytes },
  { type: "found", found },
  { type: "refused", problem: { code: "link-none" } },
  { type: "failed", reason: "a" },
];

const requests: readonly RecordingRequest[] = [{ type: "read", base: "https://lab.example/", name: "first-look" }];
const pieces: readonly RecordingPiece[] = [
  { type: "head", recording: { plan, environment, runs: [{ run, reports: [] }] } },
  { type: "reports", index: 0, reports },
  { type: "end" },
  { type: "none" },
];

interface Border {
  readonly read: ReadMessage<object>;
  readonly all: readonly { readonly type: string }[];
}

const borders: readonly (readonly [string, Border])[] = [
  ["commands", { read: commandIn, all: commands }],
  ["events", { read: eventIn, all: events }],
  ["events of judging", { read: judgeEventIn, all: judgeEvents }],
  ["commands to import", { read: importCommandIn, all: importCommands }],
  ["events of importing", { read: importEventIn, all: importEvents }],
  ["requests for the recording", { read: recordingRequestIn, all: requests }],
  ["pieces of the recording", { read: recordingPieceIn, all: pieces }],
];

test.each(borders)("%s are taken as they are said", (_, { read, all }) => {
  for (const message of all) expect(read(structuredClone(message)), message.type).toEqual(message);
});

test.each(borders)("%s that something is missing of, or is of another kind, are not taken", (_, { read, all }) => {
  for (const message of all) expectNoDamage(read, message);
});

test.each<readonly [string, ReadMessage<object>, object, readonly string[]]>([
  ["a matrix", eventIn, { type: "looked", id: 1, answer: answers[0] }, ["answer", "pairs", "0", "student"]],
  ["probabilities", eventIn, { type: "looked", id: 1, answer: answers[5] }, ["answer", "probabilities"]],
  ["a confusion", eventIn, { type: "looked", id: 1, answer: answers[6] }, ["answer", "counts"]],
  ["images", commandIn, commands[2]!, ["sets", "0", "images", "test", "pixels"]],
  ["a contact sheet", importEventIn, { type: "found", found }, ["found", "oddSheet", "pixels"]],
])("%s with fewer numbers than its size says is not taken", (_, read, message, path) => {
  expect(read(message)).not.toBeNull();
  const short = (array: unknown) => (array as Float32Array).slice(1);
  expect(read(changedAt(message, path, short))).toBeNull();
});

test.each([undefined, null, 1, "start", [], {}, { type: "no-such" }, { type: 1 }, { type: "constructor" }, () => {}])(
  "%s is no message of anybody",
  (value) => {
    for (const [, { read }] of borders) expect(read(value)).toBeNull();
  },
);

test("what a fast run says in a second is read within a frame", () => {
  const step = reports.find(({ type }) => type === "step")!;
  const second: Event = { type: "reports", run, reports: Array.from({ length: 200 }, () => step) };
  for (let i = 0; i < 20; i++) eventIn(second);
  const times = Array.from({ length: 20 }, () => {
    const from = performance.now();
    eventIn(second);
    return performance.now() - from;
  });
  expect(Math.min(...times)).toBeLessThan(4);
});

test("a plan of a lone experiment is taken too", () => {
  const start = commands[0] as Extract<Command, { type: "start" }>;
  expect(commandIn({ ...start, plan: toPlan(experiment), backend: null, order: null, branch: null })).not.toBeNull();
});
