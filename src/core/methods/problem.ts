/** Whether two networks suit a method that compares layers or logits. FSP's own matching judges its pairs. */
import type { Method } from "../experiment.ts";
import type { Network } from "../network.ts";
import { mapShapeOf, nodeOf, sizeOf } from "../network.ts";
import type { Problem } from "../problem.ts";
import { layerMatchesOf } from "./layers.ts";

/** Null where they do. */
export function methodProblem(method: Method, teacher: Network, student: Network): Problem | null {
  if ("temperature" in method) {
    const [theirs, ours] = [classesOf(teacher), classesOf(student)];
    if (theirs !== ours) return { code: "classes", teacher: theirs, student: ours };
  }
  if (!("layers" in method)) return null;
  const layers = layerMatchesOf(method.layers, teacher, student);
  if (layers.length === 0) return { code: "no-layers" };
  // It compares images with each other, whatever the size of their maps.
  if (method.kind === "sp") return null;
  for (const layer of layers) {
    const [theirs, ours] = [mapShapeOf(teacher, layer.teacher), mapShapeOf(student, layer.student)];
    const isAlike = divides(theirs, ours) || divides(ours, theirs);
    if (!isAlike)
      return { code: "layer-sizes", layer: layer.name, teacher: theirs.slice(0, 2), student: ours.slice(0, 2) };
  }
  return null;
}

function classesOf(network: Network): number {
  return sizeOf(nodeOf(network, network.output).shape);
}

function divides(small: readonly [number, number, number], large: readonly [number, number, number]): boolean {
  return large[0] % small[0] === 0 && large[1] % small[1] === 0;
}
