/** Whether training holds more and more. */
import type { StepWork } from "./cases.ts";
import { nameOf } from "./cases.ts";
import type { Remote } from "./remote.ts";
import type { MemoryCheck } from "./results.ts";

const samplesPerCheck = 10;

/** What the engine holds as it trains; a sentence where it cannot. */
export async function memoryCheck(
  remote: Remote,
  work: StepWork,
  steps: number,
): Promise<MemoryCheck["samples"] | string> {
  const name = nameOf(work);
  const prepared = await remote.ask({ type: "prepare", name, work });
  if (prepared.type === "missing") return prepared.reason;
  const samples: MemoryCheck["samples"][number][] = [];
  const every = steps / samplesPerCheck;
  for (let step = every; step <= steps; step += every) {
    const ran = await remote.ask({ type: "run", name, steps: every });
    const use = await remote.ask({ type: "memory" });
    if (ran.type === "missing") return ran.reason;
    if (use.type !== "memory") return use.type === "missing" ? use.reason : `it answered "${use.type}"`;
    const { tensors, poolBytes, heapBytes } = use;
    samples.push({ step, tensors, poolBytes, heapBytes });
  }
  await remote.ask({ type: "release", name });
  return samples;
}

/** Compiled code and the collector's own bookkeeping come and go. */
const heapNoiseBytes = 2 ** 20;

export function isFlat({ samples }: MemoryCheck): boolean {
  const first = samples[0];
  if (!first) return false;
  return samples.every(
    ({ tensors, poolBytes, heapBytes }) =>
      tensors === first.tensors && poolBytes === first.poolBytes && heapBytes <= first.heapBytes + heapNoiseBytes,
  );
}
