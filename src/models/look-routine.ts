/** What a network makes of images in inference mode, as routines that change nothing: with the weights in the arenas. */
import type { Network } from "../core/network.ts";
import { nodeOf, sizeOf } from "../core/network.ts";
import type { Pair } from "../core/pairs.ts";
import { tapsOf } from "../core/pairs.ts";
import type { Routine } from "../kernels/routine/routine.ts";
import type { ArenaLayout } from "./arena.ts";
import { writeForward } from "./forward-calls.ts";
import { fits, fspCallOf } from "./fsp-calls.ts";
import { gathered } from "./gather-call.ts";
import { RoutineWriter } from "./routine-writer.ts";
import { unitsOf } from "./units.ts";

/** Batches whose results may wait to be read. */
const depth = 8;

/** The results are the logits, `[batch, classes]`. Null where routines do not know a layer. */
export function logitsRoutine(
  network: Network,
  layout: ArenaLayout,
  batch: number,
  table: Float32Array,
): Routine | null {
  const units = unitsOf(network, [network.output]);
  if (!units) return null;
  const writer = new RoutineWriter(batch);
  const features = writeForward(writer, network, units, layout, gathered(writer, network, table, "calls"), "running");
  const results = writer.results(batch * sizeOf(nodeOf(network, network.output).shape));
  writer.calls.push({ op: "report", from: features.get(network.output)!, results });
  return writer.routine(depth);
}

/** The results are each pair's matrices, `[batch, c1, c2]`, one pair behind the other. Null as above, or for a pair. */
export function matricesRoutine(
  network: Network,
  layout: ArenaLayout,
  pairs: readonly Pair[],
  batch: number,
  table: Float32Array,
): Routine | null {
  const units = unitsOf(network, tapsOf(pairs));
  if (!units || !pairs.every((pair) => fits(network, pair))) return null;
  const writer = new RoutineWriter(batch);
  const features = writeForward(writer, network, units, layout, gathered(writer, network, table, "calls"), "running");
  for (const pair of pairs) {
    const maps = fspCallOf(network, pair, features);
    const matrices = writer.place(batch * maps.firstSize[2] * maps.lastSize[2]);
    writer.calls.push({ op: "fsp", ...maps, matrices, rows: "batch" });
    writer.calls.push({ op: "report", from: matrices, results: writer.results(matrices.length) });
  }
  return writer.routine(1);
}
