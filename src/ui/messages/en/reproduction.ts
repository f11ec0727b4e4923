/** The words of sending an experiment, and of whether it came out the same elsewhere. */
import type { EnvironmentPart } from "../../../core/reproduction.ts";
import { integer, percent } from "../../numbers.ts";
import { formatsFor } from "../format.ts";

const { plural } = formatsFor("en");
const parts: Readonly<Record<EnvironmentPart, string>> = {
  lab: "version of the lab",
  sources: "program that trains",
  tfjs: "version of TensorFlow.js",
  backend: "backend",
  engine: "engine",
  adapter: "graphics adapter",
  software: "software adapter",
  variants: "table of kernels",
};
const points = (fraction: number) => (100 * fraction).toFixed(1);

export const reproduction = {
  sharing: {
    withResult: (runs: number) => `With the result of ${integer(runs)} ${plural(runs, "run", "runs")}`,
    withResultMeaning: "Whoever trains it again is told whether it came out the same.",
    withView: "Opens at what I look at now",
    resultLeftOut: "The link goes without the result: with it, it would be too long.",
    length: (characters: number) => `${integer(characters)} characters.`,
    long: "Some mail and chat programs cut links longer than 2,000.",
    qrTitle: "QR code of the link",
    noQr: "The link is too long for a QR code that a camera can read.",
    save: "Save as a file",
    saveMeaning: "The file holds the same set-up: drop it on the lab's page, or run it by npm run lab -- run FILE.",
    openFile: "Open a set-up's file…",
    expects: (runs: number, others: number) =>
      [
        runs > 0 &&
          `It says what came out for its sender, of ${integer(runs)} ${plural(runs, "run", "runs")}. When yours end, the lab says whether they are the same.`,
        others > 0 &&
          `It also carries ${plural(others, "a result", "results")} of ${integer(others)} ${plural(others, "run", "runs")} of other experiments or seeds; yours are not compared with ${plural(others, "it", "them")}.`,
      ]
        .filter(Boolean)
        .join(" "),
  },
  licences: "Licences",
  reproduction: {
    title: "Reproduction",
    sources: {
      link: "Held against the result that came with the link.",
      recording: "Held against the recorded run.",
      here: "Held against the run before, in this browser.",
    },
    nothingYet:
      "There is nothing to hold these runs against yet. Train the same again, or send the link to someone who does.",
    levels: {
      same: "1. Same experiment",
      numbers: "2. Same numbers",
      curve: "3. Same curve",
    },
    meanings: {
      same: "Set-up, seeds, order of the images, first weights and crops are the same on every machine.",
      numbers:
        "The weights are equal to the last bit: on WebAssembly everywhere, on WebGPU for one adapter and driver.",
      curve: "Elsewhere rounding differs: the test accuracy is to be the same within a tolerance.",
    },
    run: "Run",
    hash: (digits: string, seed: number) => `${digits}, seed ${seed}`,
    otherLab: "by another version of the lab",
    verdicts: {
      waiting: "when it ends",
      reproduced: "Reproduced",
      differs: "Differs",
      open: "the same so far",
    },
    epochs: (count: number) => `${integer(count)} ${plural(count, "hash", "hashes")} compared`,
    from: (stage: number, step: number) => `from stage ${stage}, iteration ${integer(step)} on`,
    onlyEnd: "in its last weights",
    close: (theirs: number, here: number, allowed: number) =>
      `${percent(here)} here, ${percent(theirs)} there; within ${points(allowed)} points`,
    apart: (theirs: number, here: number, allowed: number) =>
      `${percent(here)} here, ${percent(theirs)} there; more than ${points(allowed)} points apart`,
    because: "What is another here:",
    difference: (part: EnvironmentPart, theirs: string, here: string) =>
      `${parts[part]}: ${here} here, ${theirs} there`,
    unexplained:
      "Nothing that the lab knows of is another here. On WebGPU it may be the driver; else one of the two results is not what it says.",
    again: "Train again and compare",
    hashes: "Hashes of the weights, epoch by epoch",
    stage: "Stage",
    iteration: "Iteration",
    weights: "Weights hash",
    noneToCompare: "the other run tells the hash of its last weights alone",
    notRecorded:
      "Of this run no hashes by epoch were kept: that of its last weights, in the table of results, is all there is.",
    noHashes: "None yet: the first comes after an epoch.",
    summary: { reproduced: "Reproduced", differs: "Differs" },
  },
};
