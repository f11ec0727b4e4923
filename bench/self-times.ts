import * as tf from "@tensorflow/tfjs-core";

export interface SelfTime {
  readonly name: string;
  calls: number;
  /** In the kernel itself, not in those that it calls. */
  ms: number;
}

/** Runs `step` once with a clock in every kernel of a backend that computes as it is called. */
export async function selfTimes(
  kind: string,
  step: () => Promise<unknown>,
): Promise<{ readonly rows: readonly SelfTime[]; readonly total: number }> {
  const rows = new Map<string, SelfTime>();
  const kernels = tf.getKernelsForBackend(kind);
  /** Time spent in callees, for each kernel now running. */
  const inner: number[] = [];
  const register = (kernel: tf.KernelConfig) => {
    tf.unregisterKernel(kernel.kernelName, kind);
    tf.registerKernel(kernel);
  };
  for (const kernel of kernels) {
    const row: SelfTime = { name: kernel.kernelName, calls: 0, ms: 0 };
    rows.set(row.name, row);
    register({
      ...kernel,
      kernelFunc: (given) => {
        const from = performance.now();
        inner.push(0);
        try {
          return kernel.kernelFunc(given);
        } finally {
          const ms = performance.now() - from;
          row.calls++;
          row.ms += ms - inner.pop()!;
          if (inner.length > 0) inner[inner.length - 1]! += ms;
        }
      },
    });
  }
  await step();
  for (const kernel of kernels) register(kernel);
  const sorted = [...rows.values()].filter((row) => row.calls > 0).toSorted((a, b) => b.ms - a.ms);
  return { rows: sorted, total: sorted.reduce((sum, row) => sum + row.ms, 0) };
}
