/** Whether two networks suit a method. FSP's own matching judges its pairs; layers always have a partner of sides that divide. */
import type { Method } from "../experiment.ts";
import type { Network } from "../network.ts";
import { nodeOf, sizeOf } from "../network.ts";
import type { Problem } from "../problem.ts";

/** Null where they do. */
export function methodProblem(method: Method, teacher: Network, student: Network): Problem | null {
  if (!("temperature" in method)) return null;
  const [theirs, ours] = [classesOf(teacher), classesOf(student)];
  return theirs === ours ? null : { code: "classes", teacher: theirs, student: ours };
}

function classesOf(network: Network): number {
  return sizeOf(nodeOf(network, network.output).shape);
}
