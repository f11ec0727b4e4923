/** A teacher's reports for its checkpoint. A million steps as JSON would be 150 MB; as columns of numbers they are 40. */
import type { Report, StepReport } from "../core/report.ts";
import type { StoredTensor } from "../core/safetensors.ts";

export interface PackedReports {
  /** `[n, 10]`, the steps of stage 0 in order: step, rate, loss, accuracy and milliseconds, each a float64 as two words. */
  readonly steps: StoredTensor;
  /** Everything else, each with its place among all reports. */
  readonly others: readonly (readonly [at: number, report: Report])[];
}

type PlainStep = StepReport & { readonly stage: 0; readonly accuracy: number; readonly pairLoss: null };

export function packedReports(reports: readonly Report[]): PackedReports {
  const steps = reports.filter(isPlainStep);
  const values = Float64Array.from(
    steps.flatMap(({ step, rate, loss, accuracy, milliseconds }) => [step, rate, loss, accuracy, milliseconds]),
  );
  return {
    steps: { shape: [steps.length, 10], values: new Int32Array(values.buffer) },
    others: [...reports.entries()].filter(([, report]) => !isPlainStep(report)),
  };
}

export function unpackedReports({ steps, others }: PackedReports): Report[] {
  const words = Int32Array.from(steps.values);
  const values = new Float64Array(words.buffer);
  const placed = new Map(others);
  let at = 0;
  const next = (): Report => {
    const [step, rate, loss, accuracy, milliseconds] = values.subarray(5 * at, 5 * ++at);
    return {
      type: "step",
      stage: 0,
      step: step!,
      rate: rate!,
      loss: loss!,
      accuracy: accuracy!,
      pairLoss: null,
      milliseconds: milliseconds!,
    };
  };
  return Array.from({ length: values.length / 5 + others.length }, (_, index) => placed.get(index) ?? next());
}

function isPlainStep(report: Report): report is PlainStep {
  return report.type === "step" && report.stage === 0 && report.accuracy !== null && report.pairLoss === null;
}
