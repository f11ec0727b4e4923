/** Which layers take part in a phase of a training step, and how much. */
import type { Network } from "../../core/network.ts";
import { ancestorsOf } from "../../core/network.ts";
import type { Match } from "../../core/pairs.ts";
import { tapsOf } from "../../core/pairs.ts";
import type { LayerNorm, Phase } from "../../core/slow-motion.ts";

/** By layer, 0 to 1; the others take no part. */
export type Glow = ReadonlyMap<string, number>;

export interface Lit {
  readonly teacher: Glow;
  readonly student: Glow;
}

/** What is computed on the way, beside what is read. */
const onTheWay = 0.4;
/** The layer with the least gradient is still seen. */
const leastShare = 0.25;

const none: Glow = new Map();

export function litBy(
  phase: Phase,
  { teacher, student }: Record<"teacher" | "student", Network>,
  matches: readonly Match[],
): Lit {
  const taps = (side: "teacher" | "student") => whole(tapsOf(matches.map((match) => match[side])));
  switch (phase.name) {
    case "teacherForward":
      return { teacher: forward(teacher, phase.layers), student: none };
    case "studentForward":
      return { teacher: none, student: forward(student, phase.layers) };
    case "teacherMatrices":
    case "assign":
    case "project":
    case "shuffle":
      return { teacher: taps("teacher"), student: none };
    case "studentMatrices":
    case "adapt":
      return { teacher: none, student: taps("student") };
    case "relate":
      return { teacher: taps("teacher"), student: taps("student") };
    case "difference":
      return {
        teacher: phase.pairs.length > 0 ? taps("teacher") : none,
        student: new Map([
          ...(phase.pairs.length > 0 ? taps("student") : none),
          ...(phase.task === null ? none : whole([student.output])),
        ]),
      };
    case "gradient":
    case "update":
      return { teacher: none, student: shares(phase.layers) };
    default:
      return phase satisfies never;
  }
}

function whole(layers: readonly string[]): Glow {
  return new Map(layers.map((layer) => [layer, 1]));
}

function forward(network: Network, layers: readonly LayerNorm[]): Glow {
  const read = new Set(layers.map(({ layer }) => layer));
  return new Map(Array.from(ancestorsOf(network, [...read]), (layer) => [layer, read.has(layer) ? 1 : onTheWay]));
}

function shares(layers: readonly LayerNorm[]): Glow {
  const most = Math.max(...layers.map(({ norm }) => norm));
  return new Map(
    layers.map(({ layer, norm }) => [layer, most > 0 ? leastShare + (1 - leastShare) * (norm / most) : leastShare]),
  );
}
