import { unzipSync, zipSync } from "fflate";
import { expect, test } from "vitest";
import { BadInput } from "../../core/bad-input.ts";
import type { BundledTraining } from "../../core/bundle.ts";
import { bundleFiles, longCsv, manifestFile, manifestText } from "../../core/bundle.ts";
import { sha256Of } from "../../core/canonical.ts";
import { metricsHeader } from "../../core/report-rows.ts";
import { safetensorsBytes } from "../../core/safetensors.ts";
import { tinyExperiment } from "../../testing/lab-parts.ts";
import { Budget } from "../import/budget.ts";
import { bundleIn, bundleLimits } from "./read-bundle.ts";
import { bundleBytes } from "./write-bundle.ts";

const values = Float32Array.of(0.1, -2);
const time = { iterations: 1, seconds: 0.5 };
const training: BundledTraining = {
  ends: [
    {
      id: "tiny-s2",
      run: { experiment: "tiny", seed: 2 },
      rate: 0.1,
      how: { kind: "failed", reason: "broke" },
      validation: { steps: [1], values: [0.5] },
      times: { 0: time, 1: time, 2: time },
    },
  ],
  file: {
    document: tinyExperiment,
    environment: { lab: "0", tfjs: "4", backend: "wasm", engine: "fast", adapter: null, software: false },
    runs: [
      {
        run: { experiment: "tiny", seed: 1 },
        reports: [
          { type: "stage", stage: 1, iterations: 3 },
          {
            type: "matrices",
            stage: 1,
            step: 1,
            matrices: [{ pair: "section1", shape: [1, 2], values }],
            distance: { section1: 1 },
          },
        ],
      },
    ],
  },
  weights: new Map([
    [
      "student.safetensors",
      safetensorsBytes({ tensors: new Map([["fc.bias", { shape: [2], values }]]), metadata: {} }),
    ],
  ]),
};

const opened = (bytes: Uint8Array, limits = bundleLimits) => bundleIn(bytes, "runs.zip", new Budget(limits, () => 0));
const bundle = await bundleBytes([training, training], "0.1.0");
const members = unzipSync(bundle);
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytesOf = (written: string) => new TextEncoder().encode(written);

test("trainings come back as they were, and equal ones make equal files", async () => {
  expect(await opened(bundle)).toEqual([training, training]);
  expect(await bundleBytes([training, training], "0.1.0")).toEqual(bundle);
});

test("other programs find documents, metrics, weights, environment and hashes by name", () => {
  expect(Object.keys(members)).toEqual(
    [manifestFile].concat(
      ["1-tiny", "2-tiny"].flatMap((folder) =>
        [
          "experiment.json",
          "run.lab.json",
          "ends.json",
          "metrics.csv",
          "environment.json",
          "table.tex",
          "weights/student.safetensors",
        ].map((file) => `${folder}/${file}`),
      ),
    ),
  );
  expect(text(members["1-tiny/metrics.csv"]!).split("\n")[1]).toBe("tiny,fsp,1,student,1,1,fsp-distance.section1,1");
});

test("the rows of several trainings say which folder theirs is", () => {
  const [header, ...rows] = longCsv([training.file, training.file]).trimEnd().split("\n");
  expect(header).toBe(`${metricsHeader},training`);
  expect(rows).toEqual([1, 2].map((n) => `tiny,fsp,1,student,1,1,fsp-distance.section1,1,${n}-tiny`));
  expect(Object.keys(members)).toEqual(expect.arrayContaining(["1-tiny/metrics.csv", "2-tiny/metrics.csv"]));
});

test("what is no bundle is left to others", async () => {
  expect(await opened(Uint8Array.of(1, 2, 3))).toBe(null);
  expect(await opened(zipSync({ "train.bin": new Uint8Array(10) }))).toBe(null);
});

test("a bundle of an older lab, which did not write down how runs ended, is opened", async () => {
  const older = bundleFiles([training]);
  older.delete("1-tiny/ends.json");
  expect(await opened(await sealed(older))).toEqual([{ ...training, ends: [] }]);
});

test("how runs ended is refused where it is none", async () => {
  const other = bundleFiles([training]);
  other.set("1-tiny/ends.json", bytesOf('[{"id":"tiny-s2"}]'));
  await expect(opened(await sealed(other))).rejects.toThrow("what it says of how runs ended cannot be read");
});

/** With a list that says all of these files. */
async function sealed(all: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array> {
  const listed: Record<string, { bytes: number; sha256: string }> = {};
  for (const [path, bytes] of all) listed[path] = { bytes: bytes.length, sha256: await sha256Of(bytes) };
  return zipSync({ [manifestFile]: bytesOf(manifestText("0.1.0", listed)), ...Object.fromEntries(all) });
}

const { [manifestFile]: manifest, ...files } = members;
const changed = (more: Record<string, Uint8Array>) => zipSync({ ...members, ...more });
const cases: Record<string, Uint8Array> = {
  "one byte of the packed data": bundle.map((byte, index) => (index === 3000 ? byte ^ 1 : byte)),
  "cut short": bundle.subarray(0, bundle.length - 300),
  "a list that is none": changed({ [manifestFile]: bytesOf("{") }),
  "a file that the list does not name": changed({ "1-tiny/more.txt": bytesOf("x") }),
  "a file that is missing": zipSync({
    [manifestFile]: manifest!,
    "1-tiny/run.lab.json": files["1-tiny/run.lab.json"]!,
  }),
  "other contents": changed({ "1-tiny/run.lab.json": bytesOf("{}") }),
  "no runs": zipSync({ [manifestFile]: bytesOf('{"kind":"fsp-lab.bundle","version":1,"lab":"0","files":{}}') }),
  "a newer version": changed({ [manifestFile]: bytesOf(text(manifest!).replace('"version": 1', '"version": 9')) }),
  "a name that leads out": zipSync({ ...members, "../evil": bytesOf("x") }),
};

test.each(Object.keys(cases))("damaged by %s, it is refused with a sentence", async (name) => {
  const refusal = await opened(cases[name]!).then(
    () => null,
    (error: unknown) => error,
  );
  expect(refusal).toBeInstanceOf(BadInput);
  expect(String(refusal)).toContain("runs.zip");
});

test("more than the limits allow is refused before it is unpacked", async () => {
  await expect(opened(bundle, { ...bundleLimits, files: 3 })).rejects.toThrow("3 allowed");
  await expect(opened(bundle, { ...bundleLimits, unpacked: 1000 })).rejects.toThrow("1,000 allowed");
  const bomb = zipSync({ [manifestFile]: new Uint8Array(20 * 2 ** 20) });
  await expect(opened(bomb, { ...bundleLimits, ratio: 200 })).rejects.toThrow("200 allowed");
});
