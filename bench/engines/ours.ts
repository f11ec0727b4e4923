/** Our own training step, as the lab's engine takes it. */
import wasmUrl from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url&inline";
import * as tf from "@tensorflow/tfjs-core";
import { backendKinds } from "../../src/core/backend-kind.ts";
import { BatchStream } from "../../src/data/batches.ts";
import type { Backend } from "../../src/engine/backend.ts";
import { openBackend } from "../../src/engine/backend.ts";
import type { StepSettings, Steps } from "../../src/engine/learner.ts";
import { openLearner } from "../../src/engine/open-learner.ts";
import type { EngineParts } from "../../src/engine/parts.ts";
import type { TrainedTeacher } from "../../src/engine/trained-teacher.ts";
import type { LookWork, StepWork } from "../cases.ts";
import type { Engine, Prepared } from "../engine.ts";
import { Missing } from "../engine.ts";
import { fspSettings, imagesOf, matchesWith, size, statistics, studentOf, taskSettings, teacher } from "../inputs.ts";
import { prepareCall } from "./ours-kernels.ts";

export async function openOurs(name: string): Promise<Engine> {
  const kind = backendKinds.find((known) => known === name);
  if (!kind) throw new Missing(`there is no backend "${name}"`);
  const inBrowser = "crossOriginIsolated" in globalThis;
  const backend = await openBackend(kind, { wasm: wasmUrl, engine: "fast", threads: inBrowser });
  const { adapter, software } = backend;
  const threads = kind === "webgpu" ? null : inBrowser ? await browserThreads() : 1;
  return {
    opened: { adapter, software, threads, version: null },
    prepare: (work) => {
      switch (work.kind) {
        case "step":
          return prepareStep(backend, work);
        case "look":
          return prepareLook(backend, work);
        default:
          return prepareCall(backend, work);
      }
    },
    tensors: () => tf.memory().numTensors,
  };
}

async function prepareStep(backend: Backend, { depth, stage, batch }: StepWork): Promise<Prepared> {
  const { network, weights } = studentOf(depth);
  const learner = await openLearner(network, weights, partsOf(backend));
  // A crop's matrices are not kept, those of an image as it is are.
  const augment = { crop: stage === "stage1-live", flip: false };
  const batches = new BatchStream(imagesOf(batch), size, batch, augment, 1, stage === "stage2" ? 2 : 1);
  if (stage === "stage2") return preparedOf(learner, await learner.taskSteps(batches, statistics), taskSettings);
  const goal = { teacher: trainedTeacher(), matches: matchesWith(network), lambdaOf: () => 1, comparison: null };
  return preparedOf(learner, await learner.fspSteps(batches, statistics, goal), fspSettings);
}

/** What training is interrupted for: the matrices of the probe images. */
async function prepareLook(backend: Backend, { depth, batch }: LookWork): Promise<Prepared> {
  const { network, weights } = studentOf(depth);
  const learner = await openLearner(network, weights, partsOf(backend));
  const pairs = matchesWith(network).map((match) => match.student);
  const observer = await learner.observer(imagesOf(batch), statistics, pairs);
  return {
    run: async (times) => {
      for (let done = 0; done < times; done++) await observer.matrices();
      return null;
    },
    dispose: () => {
      observer.dispose();
      learner.dispose();
    },
  };
}

function preparedOf(
  learner: { dispose(): void },
  steps: Steps<{ readonly loss: number }>,
  settings: StepSettings,
): Prepared {
  let done = 0;
  return {
    run: async (count) => {
      let loss = 0;
      for (const end = done + count; done < end;) {
        const queued = Math.min(steps.most, end - done);
        const outcomes = await steps.run(done, queued, () => settings);
        loss = outcomes.at(-1)!.loss;
        done += queued;
      }
      return loss;
    },
    dispose: () => {
      steps.dispose();
      learner.dispose();
    },
  };
}

function trainedTeacher(): TrainedTeacher {
  const unused = { scores: { validation: 0, test: 0 }, weightsHash: "", iterations: 0, origin: null, reports: [] };
  return { ...teacher(), statistics, ...unused };
}

function partsOf(backend: Backend): EngineParts {
  const { kind, engine, adapter, software, openMachine } = backend;
  return {
    environment: { lab: "bench", tfjs: tf.version_core, backend: kind, engine, adapter, software },
    now: () => performance.now(),
    breathe: () => Promise.resolve(),
    settle: () => backend.settle(),
    patienceMs: () => 1000,
    openMachine,
  };
}

async function browserThreads(): Promise<number> {
  const { browserThreads } = await import("../../src/kernels/wasm/browser-threads.ts");
  return browserThreads().count;
}
