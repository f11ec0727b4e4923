/** `--data` and `data`, as somebody types them. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Experiment, StoredData } from "../core/experiment.ts";
import { randomPixels } from "../testing/image-file-makers.ts";
import { tinyExperiment } from "../testing/lab-parts.ts";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "fsp-data-"));
const own = join(folder, "own");
const tinyFile = join(folder, "tiny.json");

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function lab(...args: readonly string[]): Promise<Outcome> {
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, ["scripts/lab.mjs", ...args], { cwd: root })) };
  } catch (error) {
    return error as Outcome;
  }
}

/** Images of 3 classes in CIFAR-10's form. */
function records(count: number, seed: number): Buffer {
  const pixels = randomPixels(3072, count + seed).subarray(3072 * seed);
  return Buffer.concat(
    Array.from({ length: count }, (_, i) =>
      Buffer.concat([Buffer.of(i % 3), pixels.subarray(3072 * i, 3072 * (i + 1))]),
    ),
  );
}

/** 480 training and 96 test images. */
beforeAll(() => {
  mkdirSync(own);
  writeFileSync(join(own, "train.bin"), records(480, 0));
  writeFileSync(join(own, "test.bin"), records(96, 480));
  writeFileSync(join(own, "classes.txt"), "ant\nbee\ncat\n");
  writeFileSync(tinyFile, JSON.stringify(tinyExperiment));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("data says what is there and how an experiment names it", async () => {
  const { code, stdout } = await lab("data", own);
  expect(code).toBe(0);
  expect(stdout).toMatch(/own: 576 images of 32x32x3, 3 classes\n.*SHA-256.*\n(?:.*\n)*\s+bee\s+160\s+0\s+32\n/);
  const data = JSON.parse(stdout.trim().split("\n").at(-1)!) as StoredData;
  expect(data).toMatchObject({ kind: "stored", name: "own", training: 432, validation: 48, test: 96, classes: 3 });
});

test("--data replaces the images of an experiment, and the document that it leaves asks for them", async () => {
  const out = join(folder, "out");
  const first = await lab("run", tinyFile, "--data", own, "--out", out);
  expect({ code: first.code, stderr: first.code === 0 ? "" : first.stderr }).toEqual({ code: 0, stderr: "" });
  const experiment = JSON.parse(readFileSync(join(out, "experiment.json"), "utf8")) as Experiment;
  expect(experiment.data).toMatchObject({ kind: "stored", name: "own", classes: 3, channels: 3, training: 32 });

  const file = join(out, "experiment.json");
  const without = await lab("run", file);
  expect(without.code).toBe(2);
  expect(without.stderr).toMatch(/^--data: The experiment learns from the images "own" \(SHA-256 .*\n$/);
  const other = await lab("run", file, "--data", join(own, "test.bin"));
  expect(other.code).toBe(2);
  expect(other.stderr).toMatch(/^The experiments learn from "own" .*, but --data gives "test.bin" .*\n$/);
  const again = await lab("run", file, "--data", own, "--out", join(folder, "again"));
  expect(again.code).toBe(0);
  const metrics = (path: string) => readFileSync(join(path, "metrics.csv"), "utf8");
  expect(metrics(join(folder, "again"))).toBe(metrics(out));
});

test("a teacher that is given with the images is the one that is learnt from", async () => {
  const [first, second] = [join(folder, "first"), join(folder, "second")];
  await lab("run", tinyFile, "--data", own, "--out", first);
  const teacher = join(first, "teacher.safetensors");
  const { code } = await lab("run", tinyFile, "--data", own, "--teacher", teacher, "--out", second);
  expect(code).toBe(0);
  const experiment = JSON.parse(readFileSync(join(second, "experiment.json"), "utf8")) as Experiment;
  expect(experiment).toMatchObject({ data: { kind: "stored" }, teacher: { kind: "stored" } });
  const metrics = (path: string) => readFileSync(join(path, "metrics.csv"), "utf8");
  expect(metrics(first)).toContain(",teacher,0,");
  expect(metrics(second)).not.toContain(",teacher,0,");
});

test("a class split and few images of each class, learnt from a teacher of the other classes", async () => {
  const data = JSON.parse((await lab("data", own)).stdout.trim().split("\n").at(-1)!) as StoredData;
  const part = (classes: number[]): StoredData => ({
    ...data,
    training: 16,
    validation: 16,
    test: 16,
    subset: { classes, balanced: true, seed: 3 },
  });
  const { teacher } = tinyExperiment;
  const file = join(folder, "split.json");
  writeFileSync(
    file,
    JSON.stringify({ ...tinyExperiment, data: part([1, 2]), teacher: { ...teacher, data: part([0, 1]) } }),
  );
  const { code, stderr } = await lab("run", file, "--data", own);
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
});

test("of a dozen images as many are held out as an experiment needs; fewer are refused by their number", async () => {
  const few = join(folder, "few.bin");
  writeFileSync(few, records(12, 0));
  const out = join(folder, "few");
  const { code, stderr } = await lab("run", tinyFile, "--data", few, "--out", out);
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  const { data } = JSON.parse(readFileSync(join(out, "experiment.json"), "utf8")) as Experiment;
  expect(data).toMatchObject({ training: 8, validation: 2, test: 2 });

  writeFileSync(few, records(5, 0));
  const fewer = await lab("run", tinyFile, "--data", few);
  expect({ code: fewer.code, stderr: fewer.stderr }).toEqual({
    code: 2,
    stderr:
      '"few.bin" has too few images (5 training, 0 validation, 0 test): an experiment needs 2 of each, and takes those that there are none of from the training images; add some.\n',
  });
});

test.each([
  ["what is not there", "nowhere", /nowhere cannot be read: /],
  ["what is no image", "tiny.json", /^tiny\.json is of no form that the lab reads/],
])("%s is refused in a sentence", async (_name, path, message) => {
  const { code, stderr } = await lab("run", "smoke", "--data", join(folder, path));
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
  expect(stderr.trim().split("\n")).toHaveLength(1);
});

test("a picture that only browsers decode says so", async () => {
  const pictures = join(folder, "pictures");
  for (const name of ["a", "b"]) {
    mkdirSync(join(pictures, name), { recursive: true });
    writeFileSync(join(pictures, name, "1.jpg"), Buffer.of(0xff, 0xd8, 0xff, 0xe0));
  }
  const { code, stderr } = await lab("data", pictures);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr:
      "pictures/a/1.jpg holds a picture that is no PNG, which is not read; convert it to PNG, the one form that is decoded without a browser.\n",
  });
});
