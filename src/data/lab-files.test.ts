import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { BadInput } from "../core/bad-input.ts";
import { recordingText } from "../core/recording.ts";
import { runFileText, type RunFile } from "../core/run-file.ts";
import { safetensorsBytes } from "../core/safetensors.ts";
import { teacherFactsKey, type TeacherFacts } from "../core/teacher-file.ts";
import { toPlan } from "../core/document.ts";
import { pngFile, randomPixels } from "../testing/image-file-makers.ts";
import { tinyExperiment } from "../testing/lab-parts.ts";
import { bundleLimits } from "./bundle/read-bundle.ts";
import { bundleBytes } from "./bundle/write-bundle.ts";
import { Budget } from "./import/budget.ts";
import { labFilesIn } from "./lab-files.ts";

const run: RunFile = {
  document: tinyExperiment,
  environment: { lab: "0", tfjs: "4", backend: "wasm", engine: "fast", adapter: null, software: false },
  runs: [{ run: { experiment: "tiny", seed: 1 }, reports: [{ type: "stage", stage: 1, iterations: 3 }] }],
};
const facts: TeacherFacts = {
  statistics: { mean: [0.5], deviation: [0.2] },
  scores: { validation: 0.5, test: 0.5 },
  weightsHash: "0",
  iterations: 3,
  origin: null,
};
const tensors = new Map([["fc.bias", { shape: [1], values: Float32Array.of(1) }]]);
const teacher = safetensorsBytes({ tensors, metadata: { [teacherFactsKey]: JSON.stringify(facts) } });
const student = safetensorsBytes({ tensors, metadata: {} });
const setUp = JSON.stringify(tinyExperiment);
const recording = recordingText({ ...run, plan: toPlan(tinyExperiment) });
const taken = { kind: "trainings", trainings: [{ file: run, weights: new Map(), ends: [] }] };
const recorded = {
  kind: "trainings",
  trainings: [{ file: { ...run, document: toPlan(tinyExperiment) }, weights: new Map(), ends: [] }],
};

type Contents = string | Uint8Array;
const found = (files: Readonly<Record<string, Contents>>) => {
  const sources = Object.entries(files).map(([path, contents]) => {
    const bytes = typeof contents === "string" ? new TextEncoder().encode(contents) : contents;
    return { path, bytes: bytes.length, read: async () => bytes };
  });
  return labFilesIn("given", sources, new Budget(bundleLimits, () => 0));
};

test.each<readonly [string, Readonly<Record<string, Contents>>, unknown]>([
  ["an experiment", { "a.json": setUp }, { kind: "set-up", document: tinyExperiment }],
  [
    "a plan",
    { "a.json": JSON.stringify(toPlan(tinyExperiment)) },
    { kind: "set-up", document: toPlan(tinyExperiment) },
  ],
  ["an experiment of another name", { "mail.txt": ` \n${setUp}` }, { kind: "set-up", document: tinyExperiment }],
  ["a run", { "a.lab.json": runFileText(run) }, taken],
  ["a recording", { "a.json": recording }, recorded],
  ["a recording, packed", { "a.json.gz": gzipSync(recording) }, recorded],
  ["a bundle", { "a.zip": await bundleBytes([{ file: run, ends: [], weights: new Map() }], "0") }, taken],
  [
    "a teacher",
    { "own/t.safetensors": teacher },
    { kind: "teachers", teachers: [{ name: "t.safetensors", bytes: teacher }] },
  ],
  [
    "a teacher of another name",
    { "t.bin": teacher },
    { kind: "teachers", teachers: [{ name: "t.bin", bytes: teacher }] },
  ],
  [
    "two runs and a bundle of one",
    {
      a: runFileText(run),
      b: runFileText(run),
      c: await bundleBytes([{ file: run, ends: [], weights: new Map() }], "0"),
    },
    { kind: "trainings", trainings: [...taken.trainings, ...taken.trainings, ...taken.trainings] },
  ],
])("%s is told by what is in it", async (_, files, expected) => {
  expect(await found(files)).toEqual(expected);
});

const picture = pngFile(4, 4, 3, randomPixels(48, 1));
test.each<readonly [string, Readonly<Record<string, Contents>>]>([
  ["nothing", {}],
  ["a picture", { "a.png": picture }],
  ["a picture beside its notes", { "notes.json": `{"licence": "own"}`, "a.png": picture }],
  ["a set-up among pictures", { "experiment.json": setUp, "a.png": picture }],
  ["another program's weights among pictures", { "model.safetensors": student, "a.png": picture }],
  ["weights that cannot be read among pictures", { "model.safetensors": "weights", "a.png": picture }],
  ["a table", { "a.csv": "1,2\n3,4\n" }],
  ["an empty file", { "a.bin": "" }],
])("%s is none of the lab's", async (_, files) => {
  expect(await found(files)).toBeNull();
});

test.each<readonly [string, Readonly<Record<string, Contents>>, RegExp]>([
  ["JSON of something else", { "package.json": `{"name": "a"}` }, /^package\.json is no set-up or run of this lab/],
  ["half a set-up", { "a.json": setUp.slice(0, 99) }, /^a\.json is no set-up or run/],
  ["half a run", { "a.lab.json": runFileText(run).slice(0, 99) }, /^a\.lab\.json is no run of this lab/],
  ["a run of a newer lab", { a: runFileText(run).replace(`"version":1`, `"version":2`) }, /^a is of version 2/],
  ["a recording with a report of no kind", { a: recording.replace(`"type":"stage"`, `"type":"s"`) }, /^a is no run/],
  ["an experiment out of range", { "a.json": setUp.replace(`"batch":8`, `"batch":0`) }, /batch" is 0/],
  ["a student", { "s.safetensors": student }, /^s\.safetensors holds no trained teacher.*the bundle of their run/],
  ["half a teacher", { "t.safetensors": teacher.slice(0, 40) }, /^t\.safetensors is not a readable safetensors file/],
  [
    "a folder of the command line",
    {
      "out/experiment.json": setUp,
      "out/metrics.csv": "run,method\n",
      "out/result.json": "{}",
      "out/student.safetensors": student,
    },
    /^given is what the command line wrote of runs; make a bundle of it/,
  ],
  ["two set-ups", { "a.json": setUp, "b.json": setUp }, /^a\.json is one of 2 files that cannot be opened at once/],
  ["a run and a teacher", { "a.lab.json": runFileText(run), "t.safetensors": teacher }, /^a\.lab\.json is one of 2/],
])("%s is refused by name", async (_, files, sentence) => {
  const refusal = await found(files).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(BadInput);
  expect((refusal as BadInput).message).toMatch(sentence);
});
