import { Fragment, useMemo, type ReactNode } from "react";
import type { Progress } from "../../client/phases.ts";
import { progressOf } from "../../client/phases.ts";
import { phasesIn, queuedRuns, type QueuedRun } from "../../client/run-queue.ts";
import { phasesOf } from "../../core/plan-phases.ts";
import type { LabState } from "../../client/lab-state.ts";
import { isSetupOf } from "../../client/settings.ts";
import type { LossName } from "../../core/methods/facts.ts";
import { lossesOf } from "../../core/methods/facts.ts";
import type { Plan } from "../../core/experiment.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { endedSentences } from "./ended.ts";
import { failureSentence } from "./failure.ts";
import type { Messages } from "../messages/messages.ts";
import { useMessages } from "../messages/messages.ts";
import { useHindrance } from "./use-hindrance.ts";

/** Where the run is, in words and as a bar. */
export function ProgressNote(): ReactNode {
  const messages = useMessages();
  const run = useLabState((state) => state.run);
  // Of what is only set up there is no progress, and its networks may not fit together yet.
  const plan = useLabState((state) => state.shown?.plan ?? null);
  const views = useLabState((state) => state.views);
  // Runs that were skipped or failed have no steps left.
  const queue = useLabState((state) => state.queue);
  const phases = useMemo(() => (plan ? (queue ? phasesIn(plan, queue) : phasesOf(plan)) : []), [plan, queue]);
  const rows = useMemo(() => (plan && queue ? queuedRuns(plan, queue) : []), [plan, queue]);
  const progress = progressOf(phases, views);
  const recordingIsOfSetup = useRecordingIsOfSetup();
  const hindrance = useHindrance();
  const isHindered = hindrance !== null && (run.status === "idle" || run.status === "recorded");
  const [headline, ...figures] = isHindered
    ? [hindrance]
    : sentences(messages, run, { ...progress, stageOne: stageOneIn(plan, progress), rows }, recordingIsOfSetup);
  return (
    <div className="transport-progress">
      <p>
        <span
          className={`${run.status === "failed" ? "transport-failed" : "transport-headline"}${isHindered ? " transport-hindrance" : ""}`}
          title={isHindered ? hindrance : undefined}
        >
          {headline}
        </span>
        {figures.map((figure) => (
          <Fragment key={figure}>
            {"\u00a0· "}
            <span className="transport-figure">{figure}</span>
          </Fragment>
        ))}{" "}
        <RecordingButton run={run} />
        {run.status === "failed" && run.code === "gpu" && <WasmButton />}
      </p>
      <progress
        aria-label={messages.transport.progress}
        value={progress.done}
        max={Math.max(1, run.status === "finished" ? progress.done : progress.total)}
      />
    </div>
  );
}

/** First what is going on, then its numbers. */
function sentences(messages: Messages, run: LabState["run"], progress: Shown, recordingIsOfSetup: boolean): string[] {
  const { transport } = messages;
  switch (run.status) {
    case "idle":
      return [transport.idle];
    case "recorded":
      return [recordingIsOfSetup ? transport.recorded : transport.recordedOther];
    case "loading": {
      const { what, done, total } = run;
      if (what === "recovery") return [messages.kept.recovering];
      return [what === "images" ? transport.loading.images(done, total) : transport.loading[what]];
    }
    case "training":
      return [...phaseSentences(transport, progress), ...leftSentence(transport, progress)];
    case "pausing":
      return [transport.pausing, ...phaseSentences(transport, progress)];
    case "paused":
      return [transport.paused, ...phaseSentences(transport, progress)];
    case "finished":
      return endedSentences(messages, progress);
    case "failed":
      return [failureSentence(messages, run)];
    default:
      return run satisfies never;
  }
}

/** With what stage 1 of the run in progress learns. */
type Shown = Progress & { readonly stageOne: LossName | null; readonly rows: readonly QueuedRun[] };

function stageOneIn(plan: Plan | null, { phase }: Progress): LossName | null {
  const experiment = plan?.experiments.find(({ name }) => name === phase?.run.experiment);
  return experiment ? lossesOf[experiment.method.kind][1] : null;
}

function phaseSentences(
  transport: Messages["transport"],
  { phase, stepOfPhase, done, total, stageOne }: Shown,
): string[] {
  if (!phase) return [transport.starting];
  const { run, stage, iterations } = phase;
  return [
    transport.training(run.experiment, run.seed, stage, stageOne),
    transport.stepOf(stepOfPhase, iterations),
    transport.allOf(done, total),
  ];
}

function leftSentence(transport: Messages["transport"], { secondsLeft }: Progress): string[] {
  return secondsLeft === null ? [] : [transport.left(secondsLeft)];
}

/** Whether what was recorded is what is set up. */
function useRecordingIsOfSetup(): boolean {
  const setup = useLabState((state) => state.setup);
  const recorded = useLabState((state) => state.recorded);
  return useMemo(() => recorded !== null && isSetupOf(setup, recorded.plan), [setup, recorded]);
}

function WasmButton(): ReactNode {
  const lab = useLab();
  const { kept } = useMessages();
  return (
    <button type="button" className="quiet" onClick={() => lab.trainOnWasm()}>
      {kept.trainOnWasm}
    </button>
  );
}

function RecordingButton({ run }: { readonly run: LabState["run"] }): ReactNode {
  const lab = useLab();
  const { transport } = useMessages();
  const linkWaits = useLabState((state) => state.proposal !== null);
  const isOfSetup = useRecordingIsOfSetup() && !linkWaits;
  const playing = run.status === "recorded" && run.playing;
  if (!playing && !(isOfSetup && (run.status === "recorded" || run.status === "idle"))) return null;
  return (
    <button
      type="button"
      className="quiet"
      onClick={() => (playing ? lab.recordings.showEnd() : lab.recordings.playAgain())}
    >
      {playing ? transport.skip : transport.play}
    </button>
  );
}
