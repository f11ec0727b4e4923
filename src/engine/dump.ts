/** What both networks compute for a few test images, so that another framework can check every number. */
import * as tf from "@tensorflow/tfjs-core";
import type { ImageSet } from "../core/images.ts";
import type { Network } from "../core/network.ts";
import { tapsOf } from "../core/pairs.ts";
import type { StoredTensor } from "../core/safetensors.ts";
import { normalised } from "../data/batches.ts";
import type { Statistics } from "../data/statistics.ts";
import { forward } from "../models/forward.ts";
import type { WeightTensors } from "../models/weights.ts";
import { disposeWeights, toTensors } from "../models/weights.ts";
import { adaptedMatrices } from "./relation-losses.ts";
import { matricesBySide } from "./fsp-matrices.ts";
import type { StudentRun } from "./run.ts";

/** The tensors of `batch.safetensors`: the first `count` test images, in inference mode. */
export async function batchDump(run: StudentRun, images: ImageSet, count: number): Promise<Map<string, StoredTensor>> {
  const n = Math.min(count, images.test.labels.length);
  const size = images.size[0] * images.size[1] * images.size[2];
  const pixels = images.test.pixels.subarray(0, n * size);
  const dump = new Map<string, StoredTensor>();
  const seen = (statistics: Statistics) => ({
    shape: [n, ...images.size],
    values: normalised(pixels, images.size, statistics),
  });
  dump.set("images", seen(run.statistics));
  const { teacher } = run;
  if (teacher && JSON.stringify(teacher.statistics) !== JSON.stringify(run.statistics)) {
    dump.set("images.teacher", seen(teacher.statistics));
  }
  dump.set("labels", { shape: [n], values: Int32Array.from(images.test.labels.subarray(0, n)) });
  if (teacher) {
    const weights = toTensors(teacher.network, teacher.weights);
    try {
      await addSide(dump, "teacher", run, teacher.network, weights, seen(teacher.statistics));
    } finally {
      disposeWeights(weights);
    }
  }
  await addSide(dump, "student", run, run.network, await run.learner.tensors(), seen(run.statistics));
  return dump;
}

async function addSide(
  dump: Map<string, StoredTensor>,
  side: "teacher" | "student",
  { matches, comparison, guides }: StudentRun,
  network: Network,
  weights: WeightTensors,
  images: { shape: number[]; values: Float32Array },
): Promise<void> {
  const taps = [...new Set([...tapsOf(matches.map((match) => match[side])), ...Object.values(guides.layers(side))])];
  const named = tf.tidy(() => {
    const input = tf.tensor4d(images.values, [images.shape[0]!, ...network.input]);
    const outputs = forward(network, weights, input, [network.output, ...taps], null);
    const all: [string, tf.Tensor][] = [[`${side}.logits`, outputs.get(network.output)!]];
    for (const tap of taps) all.push([`${side}.tap.${tap}`, outputs.get(tap)!]);
    for (const [pair, matrix] of matricesBySide(matches, side, outputs)) {
      all.push([`${side}.fsp.${pair}`, matrix]);
      if (side === "student" && comparison?.adapters)
        all.push([`student.fspAdapted.${pair}`, adaptedMatrices(matrix, ...comparison.adapters.of(pair))]);
    }
    return all;
  });
  for (const [name, tensor] of named) {
    dump.set(name, { shape: tensor.shape, values: Float32Array.from(await tensor.data()) });
    tensor.dispose();
  }
}
