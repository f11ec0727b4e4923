/** Going on with a smaller rate from where a run's numbers were finite last: what that would train, and from what. */
import { toPlan } from "../core/document.ts";
import type { RecordedRun } from "../core/recording.ts";
import { isSameRun } from "../core/run-order.ts";
import type { Slower } from "../core/slower.ts";
import { reportsUntil, slower } from "../core/slower.ts";
import type { Branch, Divergence } from "../protocol/divergence.ts";
import type { AskedBackend } from "../protocol/messages.ts";
import type { TrainingRecord } from "../storage/training-record.ts";
import type { Beginning } from "./beginning.ts";
import type { BrokenRun, LiveRun } from "./live-run.ts";

export interface Slowed extends Slower {
  readonly divergence: Divergence;
  readonly experiment: Branch["experiment"];
}

/** The run that broke of a training that is kept. */
export function keptBroken({ broken, environment }: TrainingRecord, checkpoint: Uint8Array | null): BrokenRun | null {
  if (!broken || !environment) return null;
  const { run, stage, sound, layer, isSearched } = broken;
  return {
    divergence: { run, stage, sound, checkpoint, environment },
    search: isSearched ? { status: "ended", layer } : { status: "given-up" },
  };
}

/** What going on slower from there would train. */
export function keptSlowed(training: TrainingRecord): Slowed | null {
  const { document } = training;
  return slowedOf({ broken: keptBroken(training, null), shown: { plan: toPlan(document), document } });
}

/** Null where no run broke, and where no schedule alone says what was trained: after a sweep, or a teacher's first task. */
export function slowedOf({ broken, shown }: Pick<LiveRun, "broken" | "shown">): Slowed | null {
  if (!broken || !shown || shown.plan.sweep) return null;
  const { divergence } = broken;
  const experiment = toPlan(shown.document).experiments.find(({ name }) => name === divergence.run.experiment);
  if (!experiment) return null;
  const { teacher } = experiment;
  if (divergence.stage === 0 && teacher.kind === "recipe" && teacher.before) return null;
  return { ...slower(shown.document, divergence.run, divergence.stage, divergence.sound), divergence, experiment };
}

/** Where it begins; null: at its beginning, which comes to the same. `reported` is all that was told of the runs of the document that broke. */
function branchOf(
  { goesOn, divergence, run: as, experiment, document }: Slowed,
  reported: readonly RecordedRun[],
): Branch | null {
  const { run: broken, stage, sound, checkpoint } = divergence;
  if (!goesOn || !checkpoint) return null;
  const names = new Set(toPlan(document).experiments.map(({ name }) => name));
  const before = reported.flatMap(({ run, reports }): RecordedRun[] => {
    if (isSameRun(run, broken)) return [{ run: as, reports: reportsUntil(reports, stage, sound) }];
    return names.has(run.experiment) ? [{ run, reports }] : [];
  });
  // That is its beginning, wherever it is trained.
  if (!before.some(({ reports }) => reports.some(({ type }) => type === "step"))) return null;
  return { ...divergence, checkpoint, experiment, as, before };
}

/** What is trained then, and how; null where no run broke. */
export function slowedStart(
  live: LiveRun,
  reported: readonly RecordedRun[],
): { readonly slowed: Slowed; readonly beginning: Beginning } | null {
  const slowed = slowedOf(live);
  if (!slowed) return null;
  const branch = branchOf(slowed, reported);
  return { slowed, beginning: { paused: false, backend: backendFor(live.backend, branch), branch } };
}

/** What goes on does so where it began; what begins anew is free again, but of what the person chose. */
function backendFor(was: LiveRun["backend"], branch: Branch | null): AskedBackend | null {
  if (branch) return { kind: branch.environment.backend, reason: "resumed" };
  return was?.reason === "chosen" ? { kind: was.kind, reason: "chosen" } : null;
}
