/** The exported PyTorch program of an experiment whose teacher learns another task first, against the lab's own run. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { teacherNetwork } from "../core/build-network.ts";
import type { Data, Experiment } from "../core/experiment.ts";
import { pytorchProgram } from "../core/pytorch/program.ts";
import type { Backend } from "../engine/backend.ts";
import { teacherOf } from "../engine/network-file.ts";
import { openTestBackend } from "./backends.ts";
import { testParts, tinyExperiment, tinyExperimentParts } from "./lab-parts.ts";
import { pythonWith } from "./python.ts";
import type { LabRun } from "./pytorch-runs.ts";
import { expectAlike, labRun, losses, ofSteps, runPrograms, writeImages } from "./pytorch-runs.ts";

const { recipe, fsp } = tinyExperimentParts;
const { batch, augment } = recipe;
/** With ten times this rate rounding grows to 5e-4 of the matrices' losses within the teacher's five steps. */
const schedule = { ...recipe.schedule, rate: 0.0005 };
const seed = 3;

const python = await pythonWith("numpy, torch");
const folder = mkdtempSync(join(tmpdir(), "fsp-lab-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Other classes than the student's, so that the classifier changes its size. */
const firstTask: Data = { kind: "shapes", training: 24, validation: 16, test: 16, classes: 8, difficulty: 0, seed: 2 };
/** Its iterations are other than those of the second, and its rate falls on the way. */
const before = { data: firstTask, batch, augment, schedule: { ...schedule, iterations: 3, drops: [2] } };
const transfer: Experiment = {
  ...tinyExperiment,
  teacher: { ...recipe, schedule, before },
  method: { ...fsp, schedule: { ...fsp.schedule, rate: 1e-5 } },
  task: { ...tinyExperiment.task, rate: 0.005 },
};

describe.skipIf(python === null)(
  python === null ? "PyTorch (skipped: no Python here has numpy and torch)" : "PyTorch",
  () => {
    const out = join(folder, "out");
    let lab: LabRun;
    let backend: Backend;

    beforeAll(async () => {
      backend = await openTestBackend("wasm");
      const parts = testParts("wasm");
      lab = await labRun(transfer, seed, parts);
      const [own, first, program] = [join(folder, "own"), join(folder, "first"), join(folder, "program.py")];
      await writeImages(own, transfer.data, parts);
      await writeImages(first, firstTask, parts);
      writeFileSync(program, pytorchProgram(transfer));
      await runPrograms(python!, [[program, "--data", own, "--first-data", first, "--seed", `${seed}`, "--out", out]]);
    }, 120_000);
    afterAll(() => backend.close());

    test("a teacher of two tasks: the lab's losses in both, and in the student's stages", () => {
      const csv = readFileSync(join(out, "metrics.csv"), "utf8");
      expectAlike(csv, lab, ofSteps);
      const taught = [...losses(csv, /^task-loss$/).keys()].filter((key) => key.startsWith("teacher"));
      expect(taught).toEqual([1, 2, 3, 4, 5].map((step) => `teacher 0 ${step} task-loss`));
    });

    test("the lab reads the teacher that the program trained", async () => {
      const bytes = readFileSync(join(out, "teacher.safetensors"));
      const [theirs, ours] = [bytes, lab.first.teacher!].map((file) =>
        teacherOf(file, teacherNetwork(transfer), "teacher"),
      );
      expect((await theirs!).scores).toEqual((await ours!).scores);
      expect((await theirs!).iterations).toBe(5);
    });
  },
);
