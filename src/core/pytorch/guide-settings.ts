/** What a method's stages learn from the teacher, as the program's guides have it: their text and their settings. */
import type { Experiment, Method } from "../experiment.ts";
import { fspSettingsOf } from "../fsp-settings.ts";
import { matchesOf } from "../matching.ts";
import type { FspFamily } from "../methods/facts.ts";
import type { LayerChoice, LayerMatch } from "../methods/layers.ts";
import { layerMatchesOf } from "../methods/layers.ts";
import type { Network } from "../network.ts";
import { mapShapeOf } from "../network.ts";
import type { Match, Pair } from "../pairs.ts";
import { lambdasOf } from "../relations/lambdas.ts";
import { comparedShape } from "../relations/reductions.ts";
import {
  attentionPiece,
  divergence,
  hintPiece,
  similarityPiece,
  softCrossEntropy,
  softPiece,
} from "./pieces/guides.ts";
import { fspPiece } from "./pieces/fsp.ts";
import type { Literal } from "./python-literal.ts";
import { pythonEntries, pythonLiteral } from "./python-literal.ts";

export interface GuideText {
  /** Constants and classes. */
  readonly text: string;
  /** The class that guides each stage. */
  readonly guides: { readonly 1: string | null; readonly 2: string | null };
  /** Of the labels' cross-entropy in stage 2. */
  readonly taskWeight: number;
}

interface Networks {
  readonly teacher: Network;
  readonly student: Network;
}

export function guideText(experiment: Experiment, networks: Networks): GuideText {
  const { method } = experiment;
  const layered = (text: string, layers: LayerChoice, weight: number) =>
    `\n${layerConstants(layers, networks)}LAYER_WEIGHT = ${weight}\n\n${text}`;
  switch (method.kind) {
    case "none":
    case "copy":
      return { text: "", guides: { 1: null, 2: null }, taskWeight: 1 };
    case "fsp":
      return {
        text: fspText(method, experiment.batch, networks, 1),
        guides: { 1: "FspGuide", 2: null },
        taskWeight: 1,
      };
    case "fsp-joint": {
      const text = fspText(method, experiment.batch, networks, method.lambdaEnd);
      return { text, guides: { 1: null, 2: "FspGuide" }, taskWeight: 1 };
    }
    case "fsp-kd": {
      const text = fspText(method, experiment.batch, networks, 1) + softText(method, networks);
      return { text, guides: { 1: "FspGuide", 2: "SoftGuide" }, taskWeight: 1 - method.share };
    }
    case "kd":
      return {
        text: softText(method, networks),
        guides: { 1: null, 2: "SoftGuide" },
        taskWeight: 1 - method.share,
      };
    case "fitnets":
      return {
        text: layered(hintPiece, method.layers, method.hintWeight) + softText(method, networks),
        guides: { 1: "HintGuide", 2: "SoftGuide" },
        taskWeight: 1,
      };
    case "at":
      return {
        text: layered(attentionPiece, method.layers, method.beta),
        guides: { 1: null, 2: "AttentionGuide" },
        taskWeight: 1,
      };
    case "sp":
      return {
        text: layered(similarityPiece, method.layers, method.gamma),
        guides: { 1: null, 2: "SimilarityGuide" },
        taskWeight: 1,
      };
    default:
      return method satisfies never;
  }
}

function fspText(method: FspFamily, batch: number, { teacher, student }: Networks, end: number): string {
  const settings = fspSettingsOf(method);
  const { remedy, matrix, convention, shuffled } = settings;
  const matches = matchesOf(method, teacher, student);
  const weights = lambdasOf(method, matches, batch);
  const isMadeSmaller = remedy.kind === "projection" || remedy.kind === "assignment";
  const entry = (match: Match): Literal => ({
    teacher: pairEntry(match.teacher),
    student: pairEntry(match.student),
    shape: match.shape,
    student_shape: match.studentShape,
    compared: isMadeSmaller ? comparedShape(remedy.kind, match) : match.shape,
    weight: weights.get(match.name)!,
  });
  const { reduction } = convention;
  const groups = remedy.kind === "assignment" ? { groups: remedy.reduction, every: remedy.every } : {};
  const fsp = { matrix, reduction, end, ...groups };
  return `
# For each pair of both networks its layers, how the larger map is resized, the sizes of the matrices, and the weight:
# lambda times what the method's convention makes of the squared difference.
MATCHES = ${pythonEntries(Object.fromEntries(matches.map((match) => [match.name, entry(match)])))}
FSP = ${pythonLiteral(fsp)}

${fspPiece(remedy.kind, shuffled)}`;
}

function pairEntry({ first, last, resize }: Pair): Literal {
  return { first, last, resize: resize && [resize.of, resize.op, resize.to] };
}

type Softened = Extract<Method, { kind: "kd" | "fsp-kd" | "fitnets" }>;

function softText(method: Softened, { teacher, student }: Networks): string {
  const { temperature } = method;
  const isHinted = method.kind === "fitnets";
  const weight = isHinted ? method.softWeight : method.share * temperature ** 2;
  const settings = { temperature, weight, end: isHinted ? method.softWeightEnd : weight };
  const { source, loss } = isHinted ? softCrossEntropy : divergence;
  return `
SOFT = ${pythonLiteral(settings)}
TEACHER_OUTPUT, STUDENT_OUTPUT = ${pythonLiteral(teacher.output)}, ${pythonLiteral(student.output)}

${softPiece.replace("@source@", source).replace("@loss@", loss)}`;
}

/** The layers of each section, with the blocks that the larger map is averaged over. */
function layerConstants(choice: LayerChoice, { teacher, student }: Networks): string {
  const entry = (match: LayerMatch): Literal => {
    const [theirs, ours] = [mapShapeOf(teacher, match.teacher), mapShapeOf(student, match.student)];
    return {
      teacher: match.teacher,
      student: match.student,
      teacher_block: blockOf(theirs, ours),
      student_block: blockOf(ours, theirs),
      channels: [ours[2], theirs[2]],
    };
  };
  const matches = layerMatchesOf(choice, teacher, student);
  return `# For each section the layers that are compared.
LAYERS = ${pythonEntries(Object.fromEntries(matches.map((match) => [match.name, entry(match)])))}
`;
}

type MapShape = readonly [height: number, width: number, channels: number];

/** Null where the map is no larger than the other. */
function blockOf(map: MapShape, other: MapShape): readonly [number, number] | null {
  if (map[0] <= other[0] && map[1] <= other[1]) return null;
  return [map[0] / other[0], map[1] / other[1]];
}
