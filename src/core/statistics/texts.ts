/** Numbers of the statistics as they are printed, by the command line and on the page: accuracies in per cent, differences in points. */
import type { Result } from "../report.ts";
import type { Comparison, Verdict } from "./paired.ts";
import type { Spread } from "./spread.ts";

export const percent = (fraction: number) => (100 * fraction).toFixed(2);
export const pText = (p: number) => (p < 0.0001 ? "<0.0001" : p.toFixed(4));

/** With its sign; 0 has none. */
export function points(fraction: number): string {
  const text = percent(fraction);
  if (Number(text) === 0) return "0.00";
  return fraction > 0 ? `+${text}` : text;
}

/** `sign` stands between the mean and the standard deviation, of which there is none below two values. */
export function meanText({ mean, deviation }: Spread, sign: string): string {
  return deviation === null ? percent(mean) : `${percent(mean)} ${sign} ${percent(deviation)}`;
}

/** Without their unit. */
export function secondsText(seconds: number): string {
  return seconds < 10 ? seconds.toFixed(1) : seconds.toFixed(0);
}

/** Stage 1 and stage 2; a student that has no stage 1 says only the other. */
export function studentIterations({ fsp, task }: Pick<Result["iterations"], "fsp" | "task">): string {
  return fsp > 0 ? `${fsp}+${task}` : String(task);
}

const verdictWords: Readonly<Record<Verdict, string>> = {
  better: "better",
  worse: "worse",
  "no-better": "no better",
  inconclusive: "inconclusive",
  "needs-more-seeds": "needs more seeds",
};

/** After Holm's correction; where that changed it, the verdict without it too. */
export function verdictText({ verdict, correctedVerdict }: Comparison): string {
  const words = verdictWords[correctedVerdict];
  return verdict === correctedVerdict ? words : `${words} (uncorrected: ${verdictWords[verdict]})`;
}
