import type { Network } from "../core/network.ts";
import { sizeOf } from "../core/network.ts";
import type { Features } from "./forward-calls.ts";
import type { RoutineWriter } from "./routine-writer.ts";

/** A step's images as the network sees them; `table` `[channels, 256]` says how it sees a byte. */
export function gathered(
  writer: RoutineWriter,
  network: Network,
  table: Float32Array,
  part: "prelude" | "calls",
): Features {
  const images = writer.place(writer.batch * sizeOf(network.input));
  writer[part].push({ op: "gather", table: writer.constant(table), images, size: network.input });
  return new Map([["input", images]]);
}
