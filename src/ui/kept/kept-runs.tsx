import type { ReactNode } from "react";
import type { EarlierTraining } from "../../client/kept-lists.ts";
import { isInterrupted } from "../../client/kept-lists.ts";
import { isUnderWay } from "../../client/live-run.ts";
import { skippedAfter } from "../../client/run-queue.ts";
import { keptBroken, keptSlowed } from "../../client/slowed.ts";
import { toPlan } from "../../core/document.ts";
import { runsOf } from "../../core/plan-runs.ts";
import { BrokenSentence } from "../guards/broken-card.tsx";
import { useLab, useLabState } from "../lab-context.ts";
import type { Messages } from "../messages/messages.ts";
import { useMessages } from "../messages/messages.ts";
import { DeleteButton } from "./delete-button.tsx";
import { download, runFileEnding } from "./download.ts";
import { FileButton } from "./file-button.tsx";
import { useSaved } from "./use-saved.ts";

interface Props {
  /** Something was taken to the screen. */
  readonly onOpened: () => void;
}

export function KeptRuns({ onOpened }: Props): ReactNode {
  const { kept } = useMessages();
  const trainings = useSaved((state) => state.trainings);
  const going = useLabState((state) => isUnderWay(state.run));
  return (
    <section className="kept-part">
      <h3>{kept.runs}</h3>
      {trainings.length === 0 && <p>{kept.noRuns}</p>}
      {trainings.length > 0 && (
        <div className="kept-table">
          <table>
            <thead>
              <tr>
                <th scope="col">{kept.name}</th>
                <th scope="col">{kept.begun}</th>
                <th scope="col">{kept.state}</th>
                <th scope="col">{kept.accuracies}</th>
                <th scope="col">{kept.actions}</th>
              </tr>
            </thead>
            <tbody>
              {trainings.map((training) => (
                <RunRow key={training.id} training={training} going={going} onOpened={onOpened} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {going && <p className="kept-note">{kept.whileTraining}</p>}
      {!going && <FileButton>{kept.importRun}</FileButton>}
    </section>
  );
}

const resultsShown = 3;

interface RowProps extends Props {
  readonly training: EarlierTraining;
  readonly going: boolean;
}

function RunRow({ training, going, onOpened }: RowProps): ReactNode {
  const lab = useLab();
  const { kept, guards, queue } = useMessages();
  const broken = keptBroken(training, null);
  const { id, document, begunAt, isHeld, hasTeachers, results, status } = training;
  const { name } = document;
  const open = () => {
    void lab.earlier.openTraining(id);
    onOpened();
  };
  const resume = () => {
    lab.earlier.resumeTraining(id);
    onOpened();
  };
  const skipped = status === "finished" && !isHeld ? skippedAfter(training) : null;
  const trainSkipped = () => {
    if (skipped) lab.earlier.resumeTraining(id, skipped.order);
    onOpened();
  };
  const goOnSlower = () => {
    void lab.earlier.goOnSlower(id);
    onOpened();
  };
  const save = async () => {
    const text = await lab.saved.exported(training);
    if (text !== null) download(`${name}${runFileEnding}`, [text]);
  };
  const button = (label: string, act: () => void) => (
    <button type="button" aria-label={kept.of(label, name)} onClick={act}>
      {label}
    </button>
  );
  const canResume = !isHeld && (status === "training" || status === "left") && training.checkpoints.length > 0;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{kept.when(begunAt)}</td>
      <td>
        {stateText(training, kept)}
        {broken && (
          <p className="kept-broken">
            <BrokenSentence broken={broken} isShared={runsOf(toPlan(document)).length > 1} />
          </p>
        )}
      </td>
      <td>
        {results.slice(0, resultsShown).map(({ run, accuracy }) => (
          <p key={`${run.experiment} ${run.seed}`}>{kept.accuracy(run.experiment, run.seed, accuracy)}</p>
        ))}
        {results.length > resultsShown && <p>{kept.moreAccuracies(results.length - resultsShown)}</p>}
      </td>
      <td className="kept-actions">
        {!going && button(kept.openOne, open)}
        {!going && !isHeld && keptSlowed(training) && button(guards.goOnSlower, goOnSlower)}
        {!going && canResume && button(kept.resume, resume)}
        {!going && skipped && button(queue.trainSkipped(skipped.count), trainSkipped)}
        {button(kept.exportOne, () => void save())}
        {hasTeachers && button(kept.keepTeacher, () => void lab.saved.teachers.keepOf(id))}
        {!isHeld && (
          <DeleteButton
            label={kept.deleteOne}
            ofName={kept.of(kept.deleteOne, name)}
            question={kept.deleteRun(name, results.length)}
            onDelete={() => void lab.saved.removeTraining(id)}
          />
        )}
      </td>
    </tr>
  );
}

function stateText(training: EarlierTraining, kept: Messages["kept"]): string {
  if (training.isHeld && training.status === "training") return kept.states.held;
  if (isInterrupted(training)) return kept.states.interrupted;
  return training.status === "training" ? kept.states.held : kept.states[training.status];
}
