/** The words of the block editor. */
import type { CustomBlock } from "../../../core/experiment.ts";
import type { MapShape } from "../../../core/custom-maps.ts";
import type { NetworkFault } from "../../../core/network-fault.ts";
import type { Costs } from "../../../core/network.ts";
import type { Range } from "../../../core/problem.ts";
import type { DrawnDifference } from "../../../core/to-custom.ts";
import type { Deed } from "../../editor/edits.ts";
import { exact, integer, mapSize, significant } from "../../numbers.ts";
import { formatsFor } from "../format.ts";

const { bytes, plural } = formatsFor("en");

const types: Readonly<Record<CustomBlock["type"], string>> = {
  conv: "convolution",
  depthwise: "depthwise separable",
  double: "two convolutions",
};
const shortTypes: Readonly<Record<CustomBlock["type"], string>> = {
  conv: "Conv",
  depthwise: "Depthwise",
  double: "2 × Conv",
};
const differences: Readonly<Record<DrawnDifference, string>> = {
  "norm-behind": "norm and ReLU stand behind each convolution, not in front of it",
  "dropout-behind": "dropout stands behind each block, not inside it",
  "stem-norm": "the stem has a norm",
  "averaged-head": "the last maps are averaged over their positions, without a hidden layer before the classes",
};
const milliseconds = (seconds: number) => `${significant(1000 * seconds, 2)} ms`;
const map = ([height, width, channels]: MapShape) => `${channels} @ ${mapSize(height, width)}`;
const sides = { teacher: "teacher", student: "student" };

function tags({ stride, pool, norm, shortcut, dropout }: CustomBlock): string[] {
  return [
    pool === "none" ? "" : pool === "max" ? "max pool" : "average pool",
    stride === 1 ? "" : `stride ${stride}`,
    norm === "none" ? "no norm" : "",
    shortcut === "none" ? "" : shortcut,
    dropout === 0 ? "" : `dropout ${dropout}`,
  ].filter((tag) => tag !== "");
}

function fault(found: NetworkFault): string {
  switch (found.kind) {
    case "no-tap":
      return found.section === null
        ? "There is no section, so no layer that a pair could tap."
        : "This section has no block, so no layer that a pair could tap.";
    case "kernel":
      return `A kernel of ${found.kernel} × ${found.kernel} is larger than the map of ${found.map.join(" × ")} here.`;
    case "uneven":
      return `A map of ${found.map.join(" × ")} cannot be halved.`;
    case "shortcut":
      return `The shortcut would add ${map(found.from)} to ${map(found.to)}.`;
    default:
      return found satisfies never;
  }
}

function fix(found: NetworkFault): string {
  switch (found.kind) {
    case "no-tap":
      return found.section === null ? "Add a section" : "Add a block";
    case "kernel":
      return "Use the largest that fits";
    case "uneven":
      return "Do not halve here";
    case "shortcut":
      return "Use a projection";
    default:
      return found satisfies never;
  }
}

function done(deed: Deed): string {
  switch (deed.did) {
    case "added":
      return `Added ${deed.name}.`;
    case "removed":
      return `Removed ${deed.name}.`;
    case "duplicated":
      return `Duplicated ${deed.name}.`;
    case "moved":
      return `Moved ${deed.name} to ${deed.to}.`;
    case "changed":
      return `Changed ${deed.name}.`;
    case "fixed":
      return "Mended.";
    case "matched":
      return "Widths matched.";
    case "undone":
      return "Undone.";
    case "redone":
      return "Redone.";
    case "nothing":
      return "Not possible here.";
    default:
      return deed satisfies never;
  }
}

export const editor = {
  editor: {
    open: "Edit blocks…",
    title: "Edit blocks",
    whose: "Whose blocks",
    undo: "Undo",
    redo: "Redo",
    done: "Done",
    board: { teacher: "The teacher's blocks", student: "The student's blocks" },
    keys: "Arrows go from block to block · Alt + arrows move it · Enter: its settings · Delete · Ctrl + D duplicates · Ctrl + Z undoes",
    differs: (list: readonly DrawnDifference[]) =>
      `Drawn as blocks it differs from the network that is set up: ${list.map((one) => differences[one]).join("; ")}. It takes that one's place with the first change.`,
    comesTrained: "This teacher comes trained. With the first change to it, another is trained here first.",
    stem: "Stem",
    stemMap: (shape: MapShape) => `3 × 3, gives ${map(shape)}`,
    section: (section: number) => `Section ${section + 1}`,
    block: (section: number, block: number) => `Section ${section + 1}, block ${block + 1}`,
    head: (classes: number) => `Average of each map, then ${integer(classes)} classes`,
    kind: ({ type, kernel }: CustomBlock) => `${shortTypes[type]} ${kernel} × ${kernel}`,
    map,
    gives: "gives",
    tags,
    addBlock: "Add a block",
    addSection: "Add a section",
    blocks: (n: number) => `${integer(n)} ${plural(n, "block", "blocks")}`,
    fault,
    fix,
    sectionMatches: (teacher: string, student: string) =>
      teacher === student ? `G ${teacher}` : `G ${teacher} ↔ ${student}`,
    sectionMisfits: (teacher: string | null, student: string | null) => `G ${teacher ?? "none"} ≠ ${student ?? "none"}`,
    form: "Settings of the chosen block",
    fields: {
      type: "Type",
      channels: "Channels",
      kernel: "Kernel",
      stride: "Stride",
      norm: "Norm",
      shortcut: "Shortcut",
      pool: "Pooling before it",
      dropout: "Dropout behind it",
    },
    types,
    kernel: (size: number) => `${size} × ${size}`,
    stride: (stride: number): string => (stride === 1 ? "1" : "2: halves the map"),
    norms: { batch: "batch norm", none: "none, with a bias" },
    shortcuts: { none: "none", identity: "identity", projection: "1 × 1 projection" },
    pools: { none: "none", max: "max, halves the map", avg: "average, halves the map" },
    numberWithin: ({ whole, least, most }: Range) =>
      `Use a ${whole ? "whole number" : "number"} from ${exact(least)} to ${exact(most)}.`,
    takeNumber: (value: number) => `Use ${exact(value)}`,
    actions: "What to do with it",
    duplicate: "Duplicate",
    remove: "Remove",
    earlier: "Earlier",
    later: "Later",
    sectionHint: "A section is a run of blocks whose first may halve the maps. Its first and last layers make a pair.",
    blockCosts: ({ parameters, multiplyAdds }: Costs) =>
      `${integer(parameters)} ${plural(parameters, "parameter", "parameters")}, ${integer(multiplyAdds)} multiply-adds an image`,
    costs: "Whole network",
    parameters: "Parameters",
    multiplyAdds: "Multiply-adds an image",
    activations: (batch: number) => `Activations, batch of ${integer(batch)}`,
    bytes,
    stepTime: "A training step",
    step: (seconds: number) => `about ${milliseconds(seconds)}`,
    stepEither: (gpu: number, wasm: number) => `about ${milliseconds(gpu)} with a GPU, ${milliseconds(wasm)} without`,
    slow: "Pooling, dropout, depthwise convolutions and blocks without norm go through tfjs: a step takes longer than that.",
    costsNotYet: "What it costs is shown when its faults are mended.",
    notYet: "Shown when its faults are mended.",
    mendAll: (n: number) => `Mend all ${integer(n)} ${plural(n, "fault", "faults")}`,
    pairs: { teacher: "Pairs with the student", student: "Pairs with the teacher" },
    pairFits: (name: string, teacher: string, student: string) =>
      teacher === student
        ? `${name}: both matrices are ${teacher}.`
        : `${name}: teacher ${teacher}, student ${student}, compared by the remedy below.`,
    takeChannels: (whose: "teacher" | "student", [first, last]: readonly [number, number]) =>
      `Take the ${sides[whose]}'s widths, ${first} and ${last}`,
    addMissing: "Add a section",
    removeExtra: (name: string) => `Remove ${name}`,
    noPairs: "The method is none: no pairs are compared.",
    said: (deed: Deed, faults: number) =>
      faults === 0 ? done(deed) : `${done(deed)} ${integer(faults)} ${plural(faults, "fault", "faults")} to mend.`,
  },
};
