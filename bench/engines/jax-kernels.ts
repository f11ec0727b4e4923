/** Single kernels in jax-js, each compiled by `jit`. */
import { blockUntilReady, grad, jit, lax, numpy as np, tree, valueAndGrad } from "@jax-js/jax";
import type { KernelWork } from "../cases.ts";
import type { Prepared } from "../engine.ts";
import { noise } from "../inputs.ts";
import { batchNorm, fspOf } from "./jax-network.ts";

export function prepareKernel({ kind, channels, pixels, batch }: KernelWork): Prepared {
  const array = (shape: number[], seed: number) =>
    np.array(
      noise(
        shape.reduce((product, n) => product * n, 1),
        seed,
      ),
      { shape },
    );
  const map = (seed: number) => array([batch, channels, pixels, pixels], seed);
  const filter = () => array([channels, channels, 3, 3], 2);
  const row = (seed: number) => array([channels], seed);
  switch (kind) {
    case "conv-forward":
      return prepared([map(1), filter()], (x, w) => [conv(x, w)]);
    case "conv-filter-gradient": {
      const towards = (w: np.Array, x: np.Array, dy: np.Array) => np.sum(conv(x, w).mul(dy));
      return prepared([filter(), map(1), map(3)], (w, x, dy) => [grad(towards)(w, x, dy)]);
    }
    case "conv-input-gradient": {
      const towards = (x: np.Array, w: np.Array, dy: np.Array) => np.sum(conv(x, w).mul(dy));
      return prepared([map(1), filter(), map(3)], (x, w, dy) => [grad(towards)(x, w, dy)]);
    }
    case "batchnorm-forward":
      return prepared([map(1), row(2), row(3)], (x, gamma, beta) => [normalised(x, gamma, beta)]);
    case "batchnorm-forward-backward": {
      const towards = (x: np.Array, gamma: np.Array, beta: np.Array, dy: np.Array): [np.Array, np.Array] => {
        const y = normalised(x, gamma, beta);
        return [np.sum(y.ref.mul(dy)), y];
      };
      const both = valueAndGrad(towards, { argnums: [0, 1, 2], hasAux: true });
      return prepared([map(1), row(2), row(3), map(4)], (x, gamma, beta, dy) => outputsOf(both(x, gamma, beta, dy)));
    }
    case "fsp-forward":
      return prepared([map(1), map(2)], (first, last) => [fspOf(first, last)]);
    case "fsp-forward-backward": {
      const towards = (first: np.Array, last: np.Array, slope: np.Array): [np.Array, np.Array] => {
        const matrices = fspOf(first, last);
        return [np.sum(matrices.ref.mul(slope)), matrices];
      };
      const both = valueAndGrad(towards, { argnums: [0, 1], hasAux: true });
      const slope = array([batch, channels, channels], 3);
      return prepared([map(1), map(2), slope], (first, last, slope) => outputsOf(both(first, last, slope)));
    }
    default:
      return kind satisfies never;
  }
}

function conv(x: np.Array, w: np.Array): np.Array {
  return lax.convGeneralDilated(x, w, [1, 1], "SAME");
}

function normalised(x: np.Array, gamma: np.Array, beta: np.Array): np.Array {
  const { y, mean, variance } = batchNorm(x, gamma, beta, 1e-5);
  tree.dispose([mean, variance]);
  return y;
}

/** What a user of the layer keeps: the output and the gradients, not the sum that the gradients came from. */
function outputsOf([[value, output], gradients]: [[np.Array, np.Array], np.Array[]]): np.Array[] {
  value.dispose();
  return [output, ...gradients];
}

function prepared(inputs: np.Array[], run: (...inputs: np.Array[]) => np.Array[]): Prepared {
  const compiled = jit(run);
  return {
    run: async (steps) => {
      const results: np.Array[][] = [];
      for (let step = 0; step < steps; step++) results.push(compiled(...tree.ref(inputs)));
      // What is disposed before it is computed need not be computed.
      await blockUntilReady(results);
      tree.dispose(results);
      return null;
    },
    dispose: () => {
      compiled.dispose();
      tree.dispose(inputs);
    },
  };
}
