/** What a run yields as it goes. Every number in it was measured; steps count from 1 and mean "after this many". */
import type { BackendKind, EngineKind } from "./backend-kind.ts";
import type { Experiment, Stage } from "./experiment.ts";
import type { HeldOutSplit } from "./images.ts";
import type { CopyCounts } from "./methods/copy.ts";
import type { LossName } from "./methods/facts.ts";

/** One FSP matrix, the mean over the probe images: `values` is `[channels1, channels2]`, row-major. */
export interface Matrix {
  readonly pair: string;
  readonly shape: readonly [channels1: number, channels2: number];
  readonly values: Float32Array;
}

export type Report =
  | { readonly type: "stage"; readonly stage: Stage; readonly iterations: number }
  | StepReport
  | EvaluationReport
  /** The teacher's matrices on the probe images: the first validation images, the same for every run. */
  | { readonly type: "teacherMatrices"; readonly matrices: readonly Matrix[] }
  | MatricesReport
  | MethodLossReport
  | WeightsReport
  /** Which parameters the student begins with from its teacher. */
  | { readonly type: "copied"; readonly counts: CopyCounts }
  | { readonly type: "finished"; readonly result: Result };

export interface StepReport {
  readonly type: "step";
  readonly stage: Stage;
  readonly step: number;
  readonly rate: number;
  /** Cross-entropy in stages 0 and 2, nats; in stage 1 what it minimises. */
  readonly loss: number;
  /** Of the batch just learnt from, before the update; stages 0 and 2. A fraction. */
  readonly accuracy: number | null;
  /** Stage 1: the loss of each pair before its lambda. */
  readonly pairLoss: Readonly<Record<string, number>> | null;
  /** Left out where the stage has no loss of a method, and of FSP's stage 1, which `loss` and `pairLoss` tell. */
  readonly methodLoss?: MethodLoss;
  /** Wall time of this step. Never part of `metrics.csv`. */
  readonly milliseconds: number;
}

/** What a method has the student learn from the teacher, of the batch just learnt from, before the update. */
export interface MethodLoss {
  readonly name: LossName;
  /** As it enters what the stage minimises. */
  readonly weighted: number;
  /** Before its weight, of each part: an FSP pair, a layer's section, or `logits`. */
  readonly parts: Readonly<Record<string, number>>;
}

/** The same losses, before their weights, on the probe images, in inference mode. FSP's are the distances of its matrices. */
export interface MethodLossReport {
  readonly type: "methodLoss";
  readonly stage: 1 | 2;
  readonly step: number;
  readonly name: LossName;
  readonly parts: Readonly<Record<string, number>>;
}

/** What the weights are after an epoch, or at a stage's end: equal hashes are equal bits. */
export interface WeightsReport {
  readonly type: "weights";
  readonly stage: Stage;
  readonly step: number;
  /** SHA-256, as a result's `weightsHash`; of the teacher in stage 0. */
  readonly hash: string;
}

export interface EvaluationReport {
  readonly type: "evaluation";
  readonly stage: Stage;
  readonly step: number;
  readonly split: HeldOutSplit;
  /** Test accuracy is measured once, after training: of the last weights and of those with the best validation accuracy. */
  readonly weights: "current" | "last" | "best";
  readonly accuracy: number;
  readonly loss: number;
}

/** Whether a run's result says of the test images what was measured on them, as far as the reports have it. */
export function isResultMeasured(reports: readonly Report[]): boolean {
  const tests = reports.flatMap((report) =>
    report.type === "evaluation" && report.stage === 2 && report.split === "test" ? [report] : [],
  );
  return reports.every(
    (report) =>
      report.type !== "finished" ||
      tests.every(({ weights, accuracy }) => weights === "current" || accuracy === report.result[weights].test),
  );
}

/** Of the student, while it learns the task: what its best weights are chosen by. */
export function isValidation(report: Report): report is EvaluationReport {
  return (
    report.type === "evaluation" && report.stage === 2 && report.split === "validation" && report.weights === "current"
  );
}

/** The student's matrices on the probe images, in inference mode, and how far each is from the teacher's. */
export interface MatricesReport {
  readonly type: "matrices";
  readonly stage: Stage;
  readonly step: number;
  readonly matrices: readonly Matrix[];
  /** For each pair what stage 1 minimises, before lambda: usually the squared difference summed over the matrix, averaged over the probe images. */
  readonly distance: Readonly<Record<string, number>>;
}

export interface Score {
  /** Stage-2 iterations behind these weights. */
  readonly step: number;
  readonly validation: number;
  readonly test: number;
}

export interface Environment {
  readonly lab: string;
  /** Hash of the engine's sources that the lab was built from; older labs did not say. */
  readonly sources?: string;
  readonly tfjs: string;
  readonly backend: BackendKind;
  readonly engine: EngineKind;
  readonly adapter: string | null;
  readonly software: boolean;
  /** SHA-256 of the table of variants that convolutions were computed by; left out where shapes alone decide. */
  readonly variants?: string;
}

/** What is left of a finished run: `result.json`. */
export interface Result {
  readonly experiment: string;
  readonly experimentHash: string;
  readonly seed: number;
  readonly method: Experiment["method"]["kind"];
  readonly last: Score;
  readonly best: Score;
  readonly teacher: { readonly validation: number; readonly test: number } | null;
  /** `fsp` is stage 1, whatever the method learns there. */
  readonly iterations: { readonly teacher: number; readonly fsp: number; readonly task: number };
  /** Of a student that began with parameters of its teacher; left out of all others. */
  readonly copied?: CopyCounts;
  /** SHA-256 over the student's last parameters, float32 little-endian, in the order of `parametersOf`. */
  readonly weightsHash: string;
  readonly teacherWeightsHash: string | null;
  readonly environment: Environment;
}

/** Names one run of a plan. */
export interface RunKey {
  readonly experiment: string;
  readonly seed: number;
}
