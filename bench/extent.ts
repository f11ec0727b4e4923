/** What a run measures: everything, or as much as fits into three minutes. */
import { probeImages } from "../src/core/probe.ts";
import type { Depth, LookWork } from "./cases.ts";

export interface Extent {
  readonly name: "full" | "quick";
  /** The whole run. */
  readonly minutes: number;
  /** How much of it Node may take where Chromium follows. */
  readonly shareOfNode: number;
  /** At which all engines are compared, a software adapter among them. */
  readonly batch: number;
  /** At which those are compared that can. */
  readonly largeBatches: readonly number[];
  readonly depths: readonly [Depth, ...Depth[]];
  readonly kernelSections: 1 | 3;
  readonly rounds: number;
  /** One sample has to do of an engine that takes longer for a step. */
  readonly slowMs: number;
  /** Stage 1 is left out where a step would take longer; stage 2 is measured whatever it takes. */
  readonly longestStage1Ms: number;
  /** Whether memory is watched and growth measured. */
  readonly isComplete: boolean;
}

export const full: Extent = {
  name: "full",
  minutes: 58,
  shareOfNode: 0.6,
  batch: 16,
  largeBatches: [64, 128],
  depths: [8, 14, 26],
  kernelSections: 3,
  rounds: 7,
  slowMs: 1500,
  longestStage1Ms: 10_000,
  isComplete: true,
};

export const quick: Extent = {
  name: "quick",
  minutes: 2.6,
  shareOfNode: 0.6,
  batch: 4,
  largeBatches: [],
  depths: [8],
  kernelSections: 1,
  rounds: 4,
  slowMs: 500,
  longestStage1Ms: 700,
  isComplete: false,
};

/** Steps that are counted, and whose issue is timed, on Dawn's backend "null": as large as training's are. */
export const countedBatch = 128;

export const growth = {
  batches: [16, 32, 64, 128, 256, 512],
  depths: [8, 14, 20, 26, 32],
  depthBatch: 64,
} as const satisfies { batches: readonly number[]; depths: readonly Depth[]; depthBatch: number };

/** The matrices that the screen shows as a student of this depth learns. */
export const look = { kind: "look", depth: 8, batch: probeImages } as const satisfies LookWork;

export const memorySteps = 2000;
