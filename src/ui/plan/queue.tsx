/** The runs of the plan in progress: which are done, which comes next; those that wait can be moved and left out. */
import { memo, useMemo, useState, type ReactNode } from "react";
import { isUnderWay } from "../../client/live-run.ts";
import {
  moved,
  queuedRuns,
  withAgain,
  withSkipped,
  without,
  type QueuedRun,
  type RunQueue,
} from "../../client/run-queue.ts";
import type { Plan } from "../../core/experiment.ts";
import { runId } from "../../core/plan-jobs.ts";
import { hasTeacher, runsOf, teacherKey } from "../../core/plan-runs.ts";
import type { RunKey } from "../../core/report.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useSaved } from "../kept/use-saved.ts";
import { useMessages } from "../messages/messages.ts";
import "./plan.css";

/** All rows of a plan of thousands take a second to lay out. */
const rowsAtOnce = 60;

/** Nothing for a run alone. */
export const Queue = memo(function Queue(): ReactNode {
  const plan = useLabState((state) => state.shown?.plan ?? null);
  const queue = useLabState((state) => state.queue);
  return plan && queue && runsOf(plan).length > 1 && <QueueOf plan={plan} queue={queue} />;
});

interface QueueProps {
  readonly plan: Plan;
  readonly queue: RunQueue;
}

function QueueOf({ plan, queue }: QueueProps): ReactNode {
  const { queue: words } = useMessages();
  const rows = useMemo(() => queuedRuns(plan, queue), [plan, queue]);
  const failed = rows.filter(({ state }) => state === "failed").length;
  const [open, setOpen] = useState(false);
  return (
    <details className="queue" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <h2>{words.title}</h2>
        <span>{words.summary(endedIn(rows), rows.length)}</span>
        {failed > 0 && <span className="queue-failed">{words.failed(failed)}</span>}
      </summary>
      {open && <QueueRows plan={plan} queue={queue} rows={rows} />}
    </details>
  );
}

function endedIn(rows: readonly QueuedRun[]): number {
  return rows.filter(({ state }) => state === "finished" || state === "failed").length;
}

function QueueRows({ plan, queue, rows }: QueueProps & { readonly rows: readonly QueuedRun[] }): ReactNode {
  const lab = useLab();
  const { queue: words } = useMessages();
  const canGoOn = useGoesOn(queue);
  const isChanged = useLabState((state) => state.plan !== plan);
  const skipped = rows.filter(({ state }) => state === "skipped").length;
  const waiting = rows.filter(({ state }) => state === "waiting");
  const trial = queue.current && plan.experiments.every(({ name }) => name !== queue.current?.experiment);
  return (
    <div className="queue-body">
      {trial && queue.current && <p>{words.trial(queue.current.experiment, queue.current.seed)}</p>}
      {sharesTeacher(plan) && <p>{words.sharedTeacher}</p>}
      {canGoOn && isChanged && skipped > 0 && <p>{words.setupChanged}</p>}
      {canGoOn && skipped > 0 && (
        <button type="button" className="queue-skipped" onClick={() => lab.reorder(withSkipped(rows, queue))}>
          {words.trainSkipped(skipped)}
        </button>
      )}
      <ol aria-label={words.list}>
        {rows.slice(0, rowsAtOnce).map((row) => (
          <QueueRow
            key={runId(row.run)}
            row={row}
            queue={queue}
            canGoOn={canGoOn}
            isFirst={row.run === waiting[0]?.run}
            isLast={row.run === waiting.at(-1)?.run}
          />
        ))}
      </ol>
      {rows.length > rowsAtOnce && <p>{words.more(rows.length - rowsAtOnce)}</p>}
    </div>
  );
}

/** Whether a plan that has ended can go on: as it was kept. */
function useGoesOn({ training }: RunQueue): boolean {
  const isKept = useSaved(({ trainings }) => trainings.some(({ id, isHeld }) => id === training && !isHeld));
  return useLabState(({ run }) => run.status === "finished") && isKept;
}

function sharesTeacher(plan: Plan): boolean {
  const keys = runsOf(plan)
    .filter(({ experiment }) => experiment.teacher.kind === "recipe" && hasTeacher(plan, experiment))
    .map(({ run, experiment }) => teacherKey(plan, experiment, run.seed));
  return new Set(keys).size < keys.length;
}

interface QueueRowProps {
  readonly row: QueuedRun;
  readonly queue: RunQueue;
  /** Though the plan has ended. */
  readonly canGoOn: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

function QueueRow({ row: { run, state, reason }, queue, canGoOn, isFirst, isLast }: QueueRowProps): ReactNode {
  const lab = useLab();
  const { queue: words, regions } = useMessages();
  const going = useLabState(({ run: live }) => isUnderWay(live));
  const button = (label: string, order: () => readonly RunKey[], isIdle = false) => (
    <button
      type="button"
      aria-label={words.of(label, run.experiment, run.seed)}
      aria-disabled={isIdle}
      onClick={() => !isIdle && lab.reorder(order())}
    >
      {label}
    </button>
  );
  return (
    <li data-state={state}>
      <span className="queue-run">{regions.seedOf(run.experiment, run.seed)}</span>
      <span className="queue-state">{words.states[state]}</span>
      {(going || canGoOn) && (
        <span className="queue-buttons">
          {state === "waiting" && button(words.up, () => moved(queue, run, -1), isFirst)}
          {state === "waiting" && button(words.down, () => moved(queue, run, 1), isLast)}
          {(state === "waiting" || state === "training") && button(words.skip, () => without(queue, run))}
          {state === "skipped" && button(words.putBack, () => withAgain(queue, run))}
        </span>
      )}
      {reason !== null && <p className="queue-reason">{reason}</p>}
    </li>
  );
}
