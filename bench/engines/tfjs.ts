/** Stock tfjs, as its users take it: layers, an optimizer, the package's own backends and kernels. */
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { tapsOf } from "../../src/core/pairs.ts";
import { adapterName, isSoftware, requestAdapter } from "../../src/engine/adapter.ts";
import type { StepWork } from "../cases.ts";
import type { Engine, Prepared } from "../engine.ts";
import { Missing } from "../engine.ts";
import {
  classes,
  floatImagesOf,
  fspSettings,
  imagesOf,
  matchesWith,
  size,
  studentOf,
  taskSettings,
  teacher,
} from "../inputs.ts";
import type { Opened } from "../protocol.ts";
import { kernelOf } from "./tfjs-kernels.ts";
import { distance, layersModel, matricesOf, outputsOf } from "./tfjs-network.ts";

export async function openTfjs(backend: string): Promise<Engine> {
  tf.enableProdMode();
  const opened = await openStock(backend);
  await tf.setBackend(backend);
  if (tf.getBackend() !== backend) throw new Missing(`tfjs did not start its backend "${backend}"`);
  return {
    opened: { ...opened, version: tf.version_core },
    prepare: async (work) => {
      if (work.kind === "look") throw new Missing("only our engine has a screen to show matrices on");
      if (work.kind !== "step") return repeated(kernelOf(work));
      return work.stage === "stage2" ? taskStep(work) : fspStep(work);
    },
    tensors: () => tf.memory().numTensors,
  };
}

async function openStock(backend: string): Promise<Omit<Opened, "version">> {
  switch (backend) {
    case "cpu":
      await import("@tensorflow/tfjs-backend-cpu");
      return { adapter: null, software: false, threads: 1 };
    case "webgl": {
      await import("@tensorflow/tfjs-backend-webgl");
      const adapter = webglRenderer();
      return { adapter, software: /swiftshader|llvmpipe|software/i.test(adapter), threads: null };
    }
    case "webgpu": {
      const adapter = await requestAdapter();
      if (!adapter) throw new Missing("WebGPU has no adapter here");
      await import("@tensorflow/tfjs-backend-webgpu");
      return { adapter: adapterName(adapter.info), software: isSoftware(adapter.info), threads: null };
    }
    default:
      throw new Missing(`stock tfjs is not measured on "${backend}"`);
  }
}

function webglRenderer(): string {
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2");
  if (!gl) throw new Missing("there is no WebGL 2 here");
  const named = gl.getExtension("WEBGL_debug_renderer_info");
  return String(gl.getParameter(named ? named.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
}

/** One number of the last result is read: by then everything before it is done. */
async function done(result: tf.Tensor): Promise<void> {
  const one = tf.tidy(() => tf.slice(tf.reshape(result, [-1]), 0, 1));
  await one.data();
  tf.dispose([one, result]);
}

function repeated(kernel: { readonly run: () => tf.Tensor; readonly dispose: () => void }): Prepared {
  return {
    run: async (steps) => {
      let last = kernel.run();
      for (let step = 1; step < steps; step++) {
        last.dispose();
        last = kernel.run();
      }
      await done(last);
      return null;
    },
    dispose: kernel.dispose,
  };
}

/** Each step begins with what it learns from: `goalOf` makes it, outside the tape, and the step disposes it. */
function trained(
  model: LayersModel,
  { rate, momentum }: { readonly rate: number; readonly momentum: number },
  goalOf: () => tf.Tensor[],
  lossOf: (goal: readonly tf.Tensor[]) => tf.Scalar,
  dispose: () => void,
): Prepared {
  const optimizer = tf.train.momentum(rate, momentum);
  // oxlint-disable-next-line no-unsafe-type-assertion -- layers keep variables and type them as tensors
  const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
  const step = (): tf.Scalar => {
    const goal = goalOf();
    const loss = optimizer.minimize(() => lossOf(goal), true, variables)!;
    tf.dispose(goal);
    return loss;
  };
  return {
    run: async (steps) => {
      let loss = step();
      for (let taken = 1; taken < steps; taken++) {
        loss.dispose();
        loss = step();
      }
      const [value] = await loss.data();
      loss.dispose();
      return value!;
    },
    dispose: () => {
      optimizer.dispose();
      model.dispose();
      dispose();
    },
  };
}

function taskStep({ depth, batch }: StepWork): Prepared {
  const student = studentOf(depth);
  const model = layersModel(student, [student.network.output]);
  const images = tf.tensor4d(floatImagesOf(batch), [batch, ...size]);
  const labels = tf.tidy(() => tf.oneHot(tf.tensor1d([...imagesOf(batch).labels], "int32"), classes));
  return trained(
    model,
    taskSettings,
    () => [],
    () => tf.losses.softmaxCrossEntropy(labels, outputsOf(model, images, true)[0]!).asScalar(),
    () => tf.dispose([images, labels]),
  );
}

function fspStep({ depth, batch, stage }: StepWork): Prepared {
  const student = studentOf(depth);
  const matches = matchesWith(student.network);
  const pairs = { student: matches.map((match) => match.student), teacher: matches.map((match) => match.teacher) };
  const model = layersModel(student, tapsOf(pairs.student));
  const guide = layersModel(teacher(), tapsOf(pairs.teacher));
  const images = tf.tensor4d(floatImagesOf(batch), [batch, ...size]);
  const matrices = () => tf.tidy(() => matricesOf(pairs.teacher, outputsOf(guide, images, false)));
  const cached = stage === "stage1-cached" ? matrices() : [];
  return trained(
    model,
    fspSettings,
    stage === "stage1-cached" ? () => cached.map((matrix) => matrix.clone()) : matrices,
    (goal) => distance(matricesOf(pairs.student, outputsOf(model, images, true)), goal),
    () => {
      guide.dispose();
      tf.dispose([images, ...cached]);
    },
  );
}
