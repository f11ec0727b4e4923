/** How the exported PyTorch programs read and choose images, against the lab. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StoredData, Subset } from "../core/experiment.ts";
import { splits } from "../core/images.ts";
import { pytorchProgram } from "../core/pytorch/program.ts";
import { Budget, usualLimits } from "../data/import/budget.ts";
import { decodePng } from "../data/import/png.ts";
import { readImages } from "../data/import/read.ts";
import { openStored } from "../data/stored.ts";
import { cifarFile, idxFiles, sourceFile } from "./image-file-makers.ts";
import { tinyExperiment, tinyExperimentParts } from "./lab-parts.ts";
import { pythonWith } from "./python.ts";

const python = await pythonWith("numpy, torch");
const folder = mkdtempSync(join(tmpdir(), "fsp-lab-"));
afterAll(() => rmSync(folder, { recursive: true }));

const { images, labels } = idxFiles();
const idx = {
  "train-images-idx3-ubyte.gz": gzipSync(images),
  "train-labels-idx1-ubyte.gz": gzipSync(labels),
  "t10k-images-idx3-ubyte": images,
  "t10k-labels-idx1-ubyte": labels,
};
const cifar = { "data_batch_1.bin": cifarFile(1), "data_batch_2.bin": cifarFile(1) };
const cifar100 = { "train.bin": cifarFile(2), "test.bin": cifarFile(2) };

const all: Subset = { classes: null, balanced: false, seed: 1 };
type Asked = Pick<StoredData, "training" | "validation" | "test" | "side" | "channels" | "subset">;
const sets: Readonly<Record<string, readonly [files: Readonly<Record<string, Uint8Array>>, asked: Asked]>> = {
  "IDX, made smaller and coloured": [idx, { training: 6, validation: 4, test: 8, side: 16, channels: 3, subset: all }],
  "IDX, framed, two classes": [
    idx,
    {
      training: 4,
      validation: 2,
      test: 6,
      side: 40,
      channels: 1,
      subset: { classes: [0, 2], balanced: true, seed: 4 },
    },
  ],
  "CIFAR-10's form, as luma": [cifar, { training: 9, validation: 4, test: 5, side: 32, channels: 1, subset: all }],
  "CIFAR-100's form": [cifar100, { training: 6, validation: 3, test: 9, side: 24, channels: 3, subset: all }],
};

/** Prints what each program makes of its images. */
const driver = `
import hashlib, json, runpy, sys
found = []
for program, folder in json.loads(sys.argv[1]):
    names = runpy.run_path(program)
    images = names["stored"](folder, names["DATA"])
    sha256 = lambda values: hashlib.sha256(values.tobytes()).hexdigest()
    found.append({split: [sha256(pixels), sha256(labels), *pixels.shape] for split, (pixels, labels) in images.items()})
print(json.dumps(found))
`;

const found = (set: Readonly<Record<string, Uint8Array>>) =>
  readImages(
    "set",
    Object.entries(set).map(([path, bytes]) => sourceFile(`set/${path}`, new Uint8Array(bytes))),
    decodePng,
    new Budget(usualLimits, () => 0),
  );

describe.skipIf(python === null)(
  python === null ? "PyTorch (skipped: no Python here has numpy and torch)" : "PyTorch",
  () => {
    const theirs = new Map<string, unknown>();
    const ours = new Map<string, unknown>();

    beforeAll(async () => {
      const tasks: string[][] = [];
      for (const [name, [files, asked]] of Object.entries(sets)) {
        const set = await found(files);
        const data: StoredData = {
          kind: "stored",
          name,
          sha256: set.sha256,
          classes: set.images.classes.length,
          ...asked,
        };
        const chosen = await openStored(
          data,
          async () => set.images,
          () => {},
        );
        const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
        const of = splits.map((split) => {
          const { pixels, labels: classes } = chosen[split];
          return [split, [sha256(pixels), sha256(classes), classes.length, ...chosen.size]] as const;
        });
        ours.set(name, Object.fromEntries(of));
        const at = join(folder, `${tasks.length}`);
        mkdirSync(at);
        for (const [file, bytes] of Object.entries(files)) writeFileSync(join(at, file), bytes);
        writeFileSync(`${at}.py`, pytorchProgram({ ...tinyExperiment, data }));
        tasks.push([`${at}.py`, at]);
      }
      const { stdout } = await promisify(execFile)(python!, ["-c", driver, JSON.stringify(tasks)]);
      const printed = JSON.parse(stdout) as unknown[];
      for (const [index, name] of [...ours.keys()].entries()) theirs.set(name, printed[index]);
    }, 60_000);

    test.each(Object.keys(sets))("%s: the lab's images", (name) => {
      expect(theirs.get(name)).toEqual(ours.get(name));
    });

    test("of Fashion-MNIST without a subset the first images, and the last to validate on", async () => {
      const data = { kind: "fashion-mnist", training: 16, validation: 16, test: 16 } as const;
      const program = join(folder, "fashion.py");
      writeFileSync(program, pytorchProgram({ ...tinyExperiment, data, teacher: tinyExperimentParts.recipe }));
      const code = `
import json, runpy, sys
names = runpy.run_path(sys.argv[1])
whole = names["read_folder"](sys.argv[2])
images = names["first_and_last"](whole, {"training": 5, "validation": 4, "test": 3})
print(json.dumps([labels.tolist() for _, labels in images.values()]), names["framed"](images["test"][0], 32).shape)
`;
      const { stdout } = await promisify(execFile)(python!, ["-c", code, program, join(folder, "0")]);
      expect(stdout).toBe("[[0, 1, 2, 0, 1], [2, 0, 1, 2], [0, 1, 2]] (3, 32, 32, 1)\n");
    });
  },
);
