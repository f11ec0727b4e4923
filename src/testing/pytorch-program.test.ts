/** The exported PyTorch programs against the lab's own runs: the same first weights and batches, so the same losses. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { teacherNetwork } from "../core/build-network.ts";
import { toPlan } from "../core/document.ts";
import type { Experiment, FspMethod, Method, NetworkSpec } from "../core/experiment.ts";
import { needsTeacher } from "../core/methods/facts.ts";
import { usualMethods } from "../core/methods/usual.ts";
import { pytorchProgram } from "../core/pytorch/program.ts";
import { tensorFileOf } from "../core/safetensors.ts";
import type { Backend } from "../engine/backend.ts";
import { teacherOf } from "../engine/network-file.ts";
import { openTestBackend } from "./backends.ts";
import { testParts, tinyExperiment, tinyExperimentParts } from "./lab-parts.ts";
import { pythonWith } from "./python.ts";
import type { LabRun } from "./pytorch-runs.ts";
import { expectAlike, labRun, losses, ofSteps, runPrograms, writeImages } from "./pytorch-runs.ts";

const { fsp, recipe } = tinyExperimentParts;
const seed = 3;
const steps = 3;

const python = await pythonWith("numpy, torch");
const folder = mkdtempSync(join(tmpdir(), "fsp-lab-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** With ten times this rate rounding grows to 1e-3 of a loss within three steps: so far apart are PyTorch's own float32 and float64. */
const schedule = { ...fsp.schedule, iterations: steps, drops: [2], rate: 1e-4 };
const brief = (method: Method): Method => ("schedule" in method ? { ...method, schedule } : method);
const wide = { kind: "resnet", depth: 8, width: 8 } as const;
const convention = { pairs: "within", pool: "max", resized: "larger", reduction: "squared-sum", total: "sum" } as const;
const block = { type: "conv", kernel: 3, norm: "batch", shortcut: "none", pool: "none", dropout: 0 } as const;
const drawn: NetworkSpec = {
  kind: "custom",
  stem: 4,
  sections: [
    { blocks: [{ ...block, channels: 4, stride: 1, type: "depthwise", shortcut: "identity", dropout: 0.3 }] },
    { blocks: [{ ...block, channels: 8, stride: 1, pool: "avg", norm: "none", kernel: 5 }] },
    { blocks: [{ ...block, channels: 16, stride: 2, type: "double", shortcut: "projection" }] },
  ],
};

interface Case extends Pick<Experiment, "method"> {
  readonly student?: NetworkSpec;
  readonly teacher?: NetworkSpec;
  /** Dropout drops by place in the batch, so that the images must come in the lab's order: from files. */
  readonly drops?: true;
}

const changed = (change: Partial<FspMethod>): Case => ({ method: { ...fsp, schedule, ...change } });
const remedied = (change: Partial<FspMethod>): Case => ({ ...changed(change), teacher: wide });

const cases: Readonly<Record<string, Case>> = {
  none: { method: usualMethods.none },
  fsp: { method: brief(fsp) },
  "fsp-joint": { method: { ...usualMethods["fsp-joint"], lambda: 0.001 } },
  "fsp-kd": { method: brief(usualMethods["fsp-kd"]) },
  kd: { method: usualMethods.kd },
  fitnets: { method: brief({ ...usualMethods.fitnets, layers: "all" }), teacher: wide },
  at: { method: usualMethods.at },
  sp: { method: usualMethods.sp },
  copy: { method: usualMethods.copy },
  "fsp with adapters": remedied({ remedy: { kind: "adapter" } }),
  "fsp with channels assigned, anew as it learns": remedied({
    remedy: { kind: "assignment", reduction: "absolute-maximum", every: 2 },
  }),
  "fsp with channels in mean groups, shuffled": {
    ...remedied({ remedy: { kind: "assignment", reduction: "mean", every: 0 }, shuffled: true }),
    student: drawn,
    drops: true,
  },
  "fsp with projections, shuffled": remedied({ remedy: { kind: "projection" }, shuffled: true }),
  "fsp with cka": remedied({ remedy: { kind: "cka" } }),
  "fsp with traces": remedied({ remedy: { kind: "traces" } }),
  "fsp across sections, averaged, mean": changed({
    convention: { ...convention, pairs: "across", pool: "avg", reduction: "mean", total: "mean" },
    pairLambda: { section2: 3 },
  }),
  "fsp bilinear, column norms, cosine, shuffled": changed({
    convention: { ...convention, pool: "bilinear", reduction: "column-norms" },
    matrix: "cosine",
    shuffled: true,
  }),
  "a drawn student": { method: brief(fsp), student: drawn, drops: true },
  "a VGG's dropout": {
    method: usualMethods.kd,
    student: { kind: "vgg", depth: 9, width: 4, dropout: 0.25 },
    teacher: { kind: "preact-resnet", depth: 8, width: 4 },
    drops: true,
  },
};

/** As many images as a batch has: then every step sees the same, in whatever order. */
function oneBatch({ method, student, teacher }: Case): Experiment {
  const still = { crop: false, flip: false };
  return {
    ...tinyExperiment,
    data: { kind: "shapes", training: 16, validation: 16, test: 16, classes: 6, difficulty: 0, seed: 1 },
    teacher: {
      ...recipe,
      batch: 16,
      network: teacher ?? recipe.network,
      schedule: { ...recipe.schedule, iterations: 3 },
    },
    student: student ?? tinyExperiment.student,
    method,
    batch: 16,
    augment: still,
    task: { ...schedule, rate: 0.02 },
    evaluateEvery: steps,
  };
}

describe.skipIf(python === null)(
  python === null ? "PyTorch (skipped: no Python here has numpy and torch)" : "PyTorch",
  () => {
    const runs = new Map<string, LabRun>();
    let backend: Backend;
    /** With crops, mirrors, and images of two kinds: whole, from files, its teacher of its seed alone. */
    const whole: Experiment = {
      ...tinyExperiment,
      method: { ...fsp, schedule: { ...schedule, rate: 1e-5 } },
      task: { ...tinyExperiment.task, rate: 0.005 },
    };

    const wholePlan = { ...toPlan(whole), teacherPerSeed: true };

    beforeAll(async () => {
      backend = await openTestBackend("wasm");
      const parts = testParts("wasm");
      /** A folder with the experiment's images. */
      const imagesOf = async ({ data, name }: Experiment): Promise<string> => {
        const at = join(folder, `${name}-${data.training}`);
        await writeImages(at, data, parts);
        return at;
      };
      const tasks: string[][] = [];
      for (const [name, each] of Object.entries(cases)) {
        const [experiment, at] = [oneBatch(each), join(folder, name.replaceAll(/\W+/g, "-"))];
        const run = await labRun(experiment, seed, parts);
        runs.set(name, run);
        mkdirSync(at);
        const write = (file: string, contents: string | Uint8Array) => writeFileSync(join(at, file), contents);
        write("program.py", pytorchProgram(experiment));
        for (const [file, bytes] of Object.entries(run.first)) if (bytes) write(`${file}.safetensors`, bytes);
        const given = [
          "student",
          ...(each.drops ? [] : ["batch"]),
          ...(run.first.teacher && needsTeacher(experiment.method) ? ["teacher"] : []),
        ];
        const options = given.flatMap((file) => [`--${file}`, join(at, `${file}.safetensors`)]);
        const images = each.drops ? ["--data", await imagesOf(experiment)] : [];
        tasks.push([join(at, "program.py"), ...options, ...images, "--seed", `${seed}`, "--out", join(at, "out")]);
      }
      const run = await labRun(whole, seed, parts, wholePlan);
      runs.set("whole", run);
      writeFileSync(join(folder, "whole.py"), pytorchProgram(whole, wholePlan));
      const images = await imagesOf(whole);
      tasks.push([join(folder, "whole.py"), "--data", images, "--seed", `${seed}`, "--out", join(folder, "whole")]);
      await runPrograms(python!, tasks);
    }, 120_000);
    afterAll(() => backend.close());

    test.each(Object.keys(cases))("%s: the lab's losses, from exported weights and a batch", (name) => {
      const out = join(folder, name.replaceAll(/\W+/g, "-"), "out");
      const lab = runs.get(name)!;
      const student = {
        ...lab,
        csv: lab.csv
          .split("\n")
          .filter((row) => !row.includes(",teacher,"))
          .join("\n"),
      };
      expectAlike(readFileSync(join(out, "metrics.csv"), "utf8"), student, ofSteps);
    });

    test("a whole run from files: the teacher's training, the student's stages, and what is measured", async () => {
      const lab = runs.get("whole")!;
      const out = join(folder, "whole");
      expectAlike(readFileSync(join(out, "metrics.csv"), "utf8"), lab, ofSteps);
      const measured = /^(?:validation|test-last|test-best)-accuracy$/;
      const csv = readFileSync(join(out, "metrics.csv"), "utf8");
      const [theirs, ours] = [losses(csv, measured), losses(lab.csv, measured)];
      const ofStudent = (all: ReadonlyMap<string, number>) => [...all].filter(([key]) => key.startsWith("student"));
      expect(ofStudent(ours).length).toBeGreaterThanOrEqual(3);
      expect(new Map(ofStudent(theirs))).toEqual(new Map(ofStudent(ours)));
      const last = tensorFileOf(lab.last, "lab").tensors;
      const made = tensorFileOf(readFileSync(join(out, "student.safetensors")), "pytorch").tensors;
      expect([...made.keys()].toSorted()).toEqual([...last.keys()].toSorted());
      for (const [name, { values: known }] of last) {
        const { values } = made.get(name)!;
        expect(values.length).toBe(known.length);
        const far = Math.max(...Array.from(values, (number, i) => Math.abs(number - known[i]!)));
        expect([name, far < 1e-3]).toEqual([name, true]);
      }
    });

    test("the lab reads the teacher that the program trained", async () => {
      const bytes = readFileSync(join(folder, "whole/teacher.safetensors"));
      const { first } = runs.get("whole")!;
      const [theirs, ours] = [bytes, first.teacher!].map((file) => teacherOf(file, teacherNetwork(whole), "teacher"));
      expect((await theirs!).scores).toEqual((await ours!).scores);
    });
  },
);
