/** Whether the runs on screen came out as others of the same did, on three levels; and what each can promise. */
import type { ReactNode } from "react";
import { isUnderWay } from "../../client/live-run.ts";
import { viewKey } from "../../client/phases.ts";
import type { KeptReference } from "../../client/reference.ts";
import { isShownSetup } from "../../client/reference.ts";
import type { RunView } from "../../client/run-view.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import type { ComparedRun } from "./compared-runs.ts";
import { Verdict } from "./verdict.tsx";
import "./reproduction.css";

interface Props {
  /** Null where there is nothing to hold them against. */
  readonly reference: KeptReference | null;
  readonly runs: readonly ComparedRun[];
  readonly views: readonly RunView[];
  /** Of the document on screen; null where the set-up is another by now, or it is worked out. */
  readonly hash: string | null;
}

const levels = ["same", "numbers", "curve"] as const;
/** Of a long plan the first ones are shown. */
const mostRows = 50;

export function ReproductionPanel({ reference, runs, views, hash }: Props): ReactNode {
  const { reproduction } = useMessages();
  return (
    <section className="reproduction" aria-label={reproduction.title}>
      <h3>{reproduction.title}</h3>
      <p>{reference ? reproduction.sources[reference.source] : reproduction.nothingYet}</p>
      <dl className="reproduction-levels">
        {levels.map((level) => (
          <div key={level}>
            <dt>{reproduction.levels[level]}</dt>
            <dd>{reproduction.meanings[level]}</dd>
          </div>
        ))}
      </dl>
      {reference && runs.length > 0 && <ComparedTable runs={runs.slice(0, mostRows)} hash={hash} />}
      <Reasons runs={runs} />
      <Again />
      <Hashes views={views.slice(0, mostRows)} runs={runs} />
    </section>
  );
}

function ComparedTable({ runs, hash }: Pick<Props, "runs" | "hash">): ReactNode {
  const { reproduction } = useMessages();
  return (
    <div className="reproduction-table">
      <table>
        <thead>
          <tr>
            <th scope="col">{reproduction.run}</th>
            {levels.map((level) => (
              <th key={level} scope="col">
                {reproduction.levels[level]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((compared) => (
            <ComparedRow key={viewKey(compared.theirs.run)} {...compared} hash={hash} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ComparedRow({ theirs, comparison, hash }: ComparedRun & Pick<Props, "hash">): ReactNode {
  const { reproduction, regions } = useMessages();
  const { numbers, firstDifference, epochs, curve, differences } = comparison;
  const isOther = differences?.some(({ part }) => part === "lab" || part === "sources") ?? false;
  // Whatever made the same weights to the bit has done the same.
  const isOtherLab = isOther && numbers === "differs";
  const detail = firstDifference
    ? reproduction.from(firstDifference.stage, firstDifference.step)
    : numbers === "differs"
      ? reproduction.onlyEnd
      : epochs > 0
        ? reproduction.epochs(epochs)
        : theirs.hashes.length === 0
          ? reproduction.noneToCompare
          : null;
  return (
    <tr>
      <th scope="row">{regions.seedOf(theirs.run.experiment, theirs.run.seed)}</th>
      <td>
        <Verdict good={!isOtherLab}>{reproduction.hash(hash?.slice(0, 8) ?? "…", theirs.run.seed)}</Verdict>
        {isOtherLab && <small>{reproduction.otherLab}</small>}
      </td>
      <td>
        {numbers === "open" ? (
          epochs > 0 ? (
            reproduction.verdicts.open
          ) : (
            reproduction.verdicts.waiting
          )
        ) : (
          <Verdict good={numbers === "reproduced"}>{reproduction.verdicts[numbers]}</Verdict>
        )}
        {detail !== null && <small>{detail}</small>}
      </td>
      <td>
        {curve ? (
          <Verdict good={curve.isClose}>
            {(curve.isClose ? reproduction.close : reproduction.apart)(theirs.test, curve.here, curve.allowed)}
          </Verdict>
        ) : (
          reproduction.verdicts.waiting
        )}
      </td>
    </tr>
  );
}

/** All runs here have one environment, and so had theirs. */
function Reasons({ runs }: { readonly runs: readonly ComparedRun[] }): ReactNode {
  const { reproduction } = useMessages();
  const differing = runs.find(({ comparison }) => comparison.numbers === "differs" && comparison.differences !== null);
  const differences = differing?.comparison.differences;
  if (!differences) return null;
  if (differences.length === 0) return <p className="reproduction-reason">{reproduction.unexplained}</p>;
  return (
    <div className="reproduction-reason">
      <p>{reproduction.because}</p>
      <ul>
        {differences.map(({ part, theirs, here }) => (
          <li key={part}>{reproduction.difference(part, theirs, here)}</li>
        ))}
      </ul>
    </div>
  );
}

/** Only of what is set up and has come to an end. */
function Again(): ReactNode {
  const lab = useLab();
  const { reproduction } = useMessages();
  const canRepeat = useLabState(
    (state) =>
      !isUnderWay(state.run) &&
      state.problem === null &&
      state.proposal === null &&
      Object.values(state.views).some(({ result }) => result !== null) &&
      isShownSetup(state),
  );
  return (
    canRepeat && (
      <p>
        <button type="button" onClick={() => lab.train()}>
          {reproduction.again}
        </button>
      </p>
    )
  );
}

interface HashesProps {
  readonly views: readonly RunView[];
  readonly runs: readonly ComparedRun[];
}

function Hashes({ views, runs }: HashesProps): ReactNode {
  const { reproduction, regions } = useMessages();
  const told = views.filter(({ hashes }) => hashes.length > 0);
  const theirs = new Map<string, string>(
    runs.flatMap(({ theirs: { run, hashes } }) =>
      hashes.map(({ stage, step, hash }) => [`${viewKey(run)} ${stage} ${step}`, hash] as const),
    ),
  );
  return (
    <details className="reproduction-hashes">
      <summary>{reproduction.hashes}</summary>
      {told.length === 0 ? (
        <p>{views.some(({ result }) => result !== null) ? reproduction.notRecorded : reproduction.noHashes}</p>
      ) : (
        <div className="reproduction-table">
          <table>
            <thead>
              <tr>
                <th scope="col">{reproduction.run}</th>
                <th scope="col">{reproduction.stage}</th>
                <th scope="col">{reproduction.iteration}</th>
                <th scope="col">{reproduction.weights}</th>
              </tr>
            </thead>
            <tbody>
              {told.flatMap(({ run, hashes }) =>
                hashes.map(({ stage, step, hash }) => {
                  const key = `${viewKey(run)} ${stage} ${step}`;
                  const other = theirs.get(key);
                  return (
                    <tr key={key}>
                      <th scope="row">{regions.seedOf(run.experiment, run.seed)}</th>
                      <td>{stage}</td>
                      <td>{step}</td>
                      <td className="mono" title={hash}>
                        {other === undefined ? (
                          hash.slice(0, 8)
                        ) : (
                          <Verdict good={other === hash}>{hash.slice(0, 8)}</Verdict>
                        )}
                      </td>
                    </tr>
                  );
                }),
              )}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
