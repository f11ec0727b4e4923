/** What is timed: single kernels and whole training steps, by name. */

export const kernelKinds = [
  "conv-forward",
  "conv-filter-gradient",
  "conv-input-gradient",
  "batchnorm-forward",
  "batchnorm-forward-backward",
  "fsp-forward",
  "fsp-forward-backward",
] as const;
export type KernelKind = (typeof kernelKinds)[number];

/** A square map of so many pixels a side, with as many channels coming out as going in; a convolution is 3x3. */
export interface KernelWork {
  readonly kind: KernelKind;
  readonly channels: number;
  readonly pixels: number;
  readonly batch: number;
}

export const stages = ["stage2", "stage1-live", "stage1-cached"] as const;
/** Stage 1 with the teacher run in every step, or with its FSP matrices at hand. */
export type Stage = (typeof stages)[number];
export type Depth = 8 | 14 | 20 | 26 | 32;

/** A residual network of width 16 on 32x32x3 images, 10 classes. */
export interface StepWork {
  readonly kind: "step";
  readonly depth: Depth;
  readonly stage: Stage;
  readonly batch: number;
}

/** What the screen asks for as a network learns: the FSP matrices of so many images, by inference. */
export interface LookWork {
  readonly kind: "look";
  readonly depth: Depth;
  readonly batch: number;
}

export type Work = KernelWork | StepWork | LookWork;

/** The sizes of the three sections of a network of width 16. */
const sections = [
  { channels: 16, pixels: 32 },
  { channels: 32, pixels: 16 },
  { channels: 64, pixels: 8 },
] as const;

export function kernelWorks(sectionCount: 1 | 3, batch: number): KernelWork[] {
  return sections.slice(0, sectionCount).flatMap((section) => kernelKinds.map((kind) => ({ kind, ...section, batch })));
}

/** All stages of one network: timed together, because they are compared with one another too. */
export function stepWorks(depth: Depth, batch: number, only: readonly Stage[] = stages): StepWork[] {
  return only.map((stage) => ({ kind: "step", depth, stage, batch }));
}

export function nameOf(work: Work): string {
  switch (work.kind) {
    case "step":
      return `resnet${work.depth}-${work.stage}-b${work.batch}`;
    case "look":
      return `resnet${work.depth}-look-b${work.batch}`;
    default:
      return `${work.kind}-${work.channels}c-${work.pixels}px-b${work.batch}`;
  }
}
