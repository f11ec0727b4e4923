/** Our kernels one at a time: routines of a single call, replayed on the backend's machine. */
import type { Backend } from "../../src/engine/backend.ts";
import type { Call, MapSize, Place, Routine } from "../../src/kernels/routine/routine.ts";
import { alignment } from "../../src/kernels/routine/routine.ts";
import type { KernelWork } from "../cases.ts";
import type { Prepared } from "../engine.ts";
import { Missing } from "../engine.ts";
import { noise } from "../inputs.ts";

/** How many replays are queued before the bench waits. */
const depth = 8;

export async function prepareCall(backend: Backend, work: KernelWork): Promise<Prepared> {
  if (!backend.openMachine) throw new Missing("this backend has no machine yet, so no kernels to time alone");
  const machine = await backend.openMachine({
    weights: alignment,
    velocities: alignment,
    gradients: alignment,
    statistics: alignment,
  });
  const { calls, buffers } = routineFor(work);
  const routine: Routine = {
    batch: work.batch,
    buffers,
    constants: buffers.map((length, memory) => ({
      place: { memory, offset: 0, length },
      values: noise(length, memory + 1),
    })),
    prelude: [],
    calls,
    results: 0,
    depth,
  };
  const compiled = await machine.compile(routine, { pixels: new Uint8Array(4), labels: new Uint8Array(1) });
  const samples = new Int32Array(4 * work.batch);
  return {
    run: async (steps) => {
      for (let left = steps; left > 0; left -= depth) {
        for (let queued = 0; queued < Math.min(left, depth); queued++)
          compiled.run({ samples, rate: 0, momentum: 0, decay: 0, prelude: false });
        await compiled.results();
      }
      return null;
    },
    dispose: () => {
      compiled.dispose();
      machine.dispose();
    },
  };
}

function routineFor({ kind, channels, pixels, batch }: KernelWork): Pick<Routine, "calls" | "buffers"> {
  const buffers: number[] = [];
  const place = (length: number): Place => ({ memory: buffers.push(length) - 1, offset: 0, length });
  const map = () => place(batch * pixels * pixels * channels);
  const row = () => place(channels);
  const sink = (target: Place) => ({ place: target, adds: false });
  const size: MapSize = [pixels, pixels, channels];
  const window = { input: size, output: size, kernel: [3, 3], strides: [1, 1], pad: [1, 1] } as const;
  const filter = () => place(9 * channels * channels);
  const matrices = () => place(batch * channels * channels);

  const calls = (): Call[] => {
    switch (kind) {
      case "conv-forward":
        return [{ op: "conv", x: map(), kernel: filter(), y: map(), window, bias: null, residual: null, relu: false }];
      case "conv-filter-gradient":
        return [{ op: "convFilterGrad", x: map(), dy: map(), dkernel: filter(), window }];
      case "conv-input-gradient":
        return [{ op: "convInputGrad", dy: map(), kernel: filter(), dx: sink(map()), window }];
      case "batchnorm-forward":
      case "batchnorm-forward-backward": {
        const common = { epsilon: 1e-5, rows: batch * pixels * pixels, channels, relu: false } as const;
        const [x, y, gamma, mean, variance] = [map(), map(), row(), row(), row()];
        const running = { mean: row(), variance: row(), momentum: 0.9 };
        const given = { x, y, gamma, mean, variance, ...common } as const;
        const forward: Call = { op: "batchNorm", ...given, beta: row(), residual: null, running };
        if (kind === "batchnorm-forward") return [forward];
        const gradients = { dx: sink(map()), dgamma: row(), dbeta: row(), dresidual: null };
        return [forward, { op: "batchNormGrad", ...given, dy: map(), ...gradients }];
      }
      case "fsp-forward":
      case "fsp-forward-backward": {
        const maps = { first: map(), firstSize: size, last: map(), lastSize: size } as const;
        const forward: Call = { op: "fsp", ...maps, matrices: matrices(), rows: "batch" };
        if (kind === "fsp-forward") return [forward];
        return [forward, { op: "fspGrad", slope: matrices(), ...maps, dfirst: sink(map()), dlast: sink(map()) }];
      }
      default:
        return kind satisfies never;
    }
  };
  return { calls: calls(), buffers };
}
