/** jax-js, as its users take it: functions of arrays, differentiated by `grad` and compiled by `jit`. */
import type { Device, JsTree } from "@jax-js/jax";
import { blockUntilReady, defaultDevice, init, jit, numpy as np, tree, valueAndGrad } from "@jax-js/jax";
import type { Pair } from "../../src/core/pairs.ts";
import { tapsOf } from "../../src/core/pairs.ts";
import { adapterName, isSoftware, requestAdapter } from "../../src/engine/adapter.ts";
import type { StepSettings } from "../../src/engine/learner.ts";
import type { StepWork } from "../cases.ts";
import type { Engine, Prepared } from "../engine.ts";
import { Missing } from "../engine.ts";
import {
  floatImagesOf,
  fspSettings,
  imagesOf,
  matchesWith,
  size,
  studentOf,
  taskSettings,
  teacher,
} from "../inputs.ts";
import { prepareKernel } from "./jax-kernels.ts";
import type { Arrays } from "./jax-network.ts";
import { crossEntropy, distance, forward, matricesOf, parametersIn } from "./jax-network.ts";

export async function openJax(device: string): Promise<Engine> {
  if (device !== "wasm" && device !== "webgpu") throw new Missing(`jax-js is not measured on "${device}"`);
  const adapter = device === "webgpu" ? await requestAdapter() : null;
  if (device === "webgpu" && !adapter) throw new Missing("WebGPU has no adapter here");
  nameAgent();
  const started: Device[] = await init(device);
  if (!started.includes(device)) throw new Missing(`jax-js did not start its device "${device}"`);
  defaultDevice(device);
  const info = adapter?.info;
  return {
    opened: {
      adapter: info ? adapterName(info) : null,
      software: info ? isSoftware(info) : false,
      threads: adapter ? null : threads(),
      version: null,
    },
    prepare: async (work) => {
      if (work.kind === "look") throw new Missing("only our engine has a screen to show matrices on");
      return work.kind === "step" ? prepareStep(work) : prepareKernel(work);
    },
    tensors: () => null,
  };
}

/** It asks which browser this is, which Dawn's navigator in Node cannot say. */
function nameAgent(): void {
  if (globalThis.navigator && !navigator.userAgent) Object.assign(navigator, { userAgent: "Node.js" });
}

/** It takes all there are where it can share memory with workers, which Node has under other names. */
function threads(): number {
  const shares = typeof SharedArrayBuffer !== "undefined" && typeof Worker !== "undefined";
  return shares ? navigator.hardwareConcurrency : 1;
}

/** `[b, 3, 32, 32]`: channels come before positions here. */
function imagesIn(batch: number): np.Array {
  return np.transpose(np.array(floatImagesOf(batch), { shape: [batch, ...size] }), [0, 3, 1, 2]);
}

/** The loss, and the running statistics after the batch. */
type Losses = (trained: Arrays, running: Arrays, goal: np.Array[], images: np.Array) => [np.Array, Arrays];

async function prepareStep({ depth, stage, batch }: StepWork): Promise<Prepared> {
  const student = studentOf(depth);
  const { network } = student;
  const images = imagesIn(batch);
  if (stage === "stage2") {
    const labels = np.array(Int32Array.from(imagesOf(batch).labels));
    const wanted = [network.output];
    const losses: Losses = (trained, running, [labels], images) => {
      const { values, statistics } = forward(network, trained, running, images, wanted, true);
      return [crossEntropy(values[0]!, labels!), statistics];
    };
    return trainedBy(losses, parametersIn(student, wanted), taskSettings, images, () => [labels.ref], labels);
  }
  const matches = matchesWith(network);
  const pairs = matches.map((match) => match.student);
  const losses: Losses = (trained, running, goal, images) => {
    const { values, statistics } = forward(network, trained, running, images, tapsOf(pairs), true);
    return [distance(matricesOf(pairs, values), goal), statistics];
  };
  const start = parametersIn(student, tapsOf(pairs));
  const { matrices, fixed } = guideFor(matches.map((match) => match.teacher));
  const live = () => matrices(...tree.ref(fixed), images.ref);
  if (stage === "stage1-live") return trainedBy(losses, start, fspSettings, images, live, fixed);
  const cached = await blockUntilReady(live());
  return trainedBy(losses, start, fspSettings, images, () => tree.ref(cached), [fixed, cached]);
}

/** The teacher's matrices as a compiled function of its parameters and images. */
function guideFor(pairs: readonly Pair[]) {
  const guide = teacher();
  const matrices = jit((trained: Arrays, running: Arrays, images: np.Array) => {
    const { values, statistics } = forward(guide.network, trained, running, images, tapsOf(pairs), false);
    tree.dispose(statistics);
    return matricesOf(pairs, values);
  });
  return { matrices, fixed: parametersIn(guide, tapsOf(pairs)) };
}

/** `goalOf` gives what a step learns from, and the step takes it over. */
function trainedBy(
  losses: Losses,
  start: [trained: Arrays, running: Arrays],
  { rate, momentum, decay }: StepSettings,
  images: np.Array,
  goalOf: () => np.Array[],
  kept: JsTree<np.Array>,
): Prepared {
  const step = jit((trained: Arrays, velocities: Arrays, running: Arrays, goal: np.Array[], images: np.Array) => {
    const both = valueAndGrad(losses, { hasAux: true });
    const [[loss, statistics], slopes] = both(tree.ref(trained), running, goal, images);
    const [nextTrained, nextVelocities]: [Arrays, Arrays] = [{}, {}];
    for (const [name, weight] of Object.entries(trained)) {
      const slope = slopes[name]!.add(weight.ref.mul(decay));
      const velocity = velocities[name]!.mul(momentum).add(slope);
      nextVelocities[name] = velocity.ref;
      nextTrained[name] = weight.sub(velocity.mul(rate));
    }
    return { loss, trained: nextTrained, velocities: nextVelocities, running: statistics };
  });
  let [trained, running] = start;
  let velocities: Arrays = Object.fromEntries(
    Object.entries(trained).map(([name, weight]) => [name, np.zeros(weight.shape)]),
  );
  return {
    run: async (steps) => {
      let last: np.Array | undefined;
      for (let taken = 0; taken < steps; taken++) {
        last?.dispose();
        const next = step(trained, velocities, running, goalOf(), images.ref);
        ({ trained, velocities, running } = next);
        last = next.loss;
      }
      await blockUntilReady([trained, velocities, running]);
      const loss: unknown = await last!.jsAsync();
      return Number(loss);
    },
    dispose: () => {
      step.dispose();
      tree.dispose([trained, velocities, running, images, kept]);
    },
  };
}
