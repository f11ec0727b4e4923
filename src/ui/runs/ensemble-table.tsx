/** What the networks of each compared group answer together, once somebody asks. */
import { useEffect, type ReactNode } from "react";
import { useStore } from "zustand";
import { canAnswerTogether, costOfGroup, ensembleKey, type Ensemble } from "../../client/runs/ensembles.ts";
import type { GroupSummary } from "../../client/runs/groups.ts";
import { percent, secondsText } from "../../core/statistics/texts.ts";
import { useLab } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { integer } from "../numbers.ts";
import { failureSentence } from "../transport/failure.ts";
import { groupName } from "./group-name.ts";
import type { GroupStyle } from "./group-style.ts";

interface EnsembleTableProps {
  readonly groups: readonly GroupSummary[];
  /** One for each group. */
  readonly styles: readonly GroupStyle[];
}

/** Nothing where no group has two networks. */
export function EnsembleTable({ groups, styles }: EnsembleTableProps): ReactNode {
  const { ensembles } = useLab();
  const { ensembles: words } = useMessages();
  const found = useStore(ensembles.store);
  useEffect(() => () => ensembles.stop(), [ensembles]);
  const able = groups.flatMap(({ group }, index) =>
    canAnswerTogether(group) ? [{ group, style: styles[index]!, key: ensembleKey(group) }] : [],
  );
  if (able.length === 0) return null;
  const isBusy = able.some(({ key }) => found[key]?.status === "judging");
  const isDone = able.every(({ key }) => found[key]?.status === "judged");
  return (
    <section className="runs-ensembles" aria-label={words.title}>
      <h4>{words.title}</h4>
      <div className="runs-differences">
        <table>
          <thead>
            <tr>
              <th scope="col">{words.group}</th>
              <th scope="col">{words.networks}</th>
              <th scope="col">{words.alone}</th>
              <th scope="col">{words.together}</th>
              <th scope="col">{words.iterations}</th>
              <th scope="col">{words.seconds}</th>
              <th scope="col">{words.parameters}</th>
            </tr>
          </thead>
          <tbody>
            {able.map(({ group, style, key }) => (
              <EnsembleRow key={key} group={group} style={style} ensemble={found[key]} />
            ))}
          </tbody>
        </table>
      </div>
      {!isDone && (
        <p>
          <button
            type="button"
            onClick={() => (isBusy ? ensembles.stop() : void ensembles.judge(able.map(({ group }) => group)))}
          >
            {isBusy ? words.stop : words.ask}
          </button>
        </p>
      )}
      <p className="runs-note">{words.meaning}</p>
    </section>
  );
}

interface EnsembleRowProps {
  readonly group: GroupSummary["group"];
  readonly style: GroupStyle;
  /** Undefined where nobody has asked. */
  readonly ensemble: Ensemble | undefined;
}

function EnsembleRow({ group, style, ensemble }: EnsembleRowProps): ReactNode {
  const messages = useMessages();
  const { iterations, seconds, parameters } = costOfGroup(group);
  const name = groupName(messages, group);
  const networks = group.counted.length;
  return (
    <tr data-group={name}>
      <th scope="row">
        <span style={{ color: style.colour }}>{style.letter}</span> {name}
      </th>
      <td>{integer(networks)}</td>
      <Answers networks={networks} ensemble={ensemble} />
      <td>{integer(iterations)}</td>
      <td>{secondsText(seconds)}</td>
      <td>{integer(parameters)}</td>
    </tr>
  );
}

/** Of two columns. */
function Answers({
  networks,
  ensemble,
}: { readonly networks: number } & Pick<EnsembleRowProps, "ensemble">): ReactNode {
  const messages = useMessages();
  const { ensembles: words } = messages;
  switch (ensemble?.status) {
    case undefined:
      return (
        <>
          <td>–</td>
          <td>–</td>
        </>
      );
    case "judging":
      return (
        <td colSpan={2} className="runs-wide">
          <output>{words.judging(ensemble.done, networks)}</output>
        </td>
      );
    case "judged":
      return (
        <>
          <td>{percent(ensemble.alone)}</td>
          <td>
            <strong>{percent(ensemble.together)}</strong>
          </td>
        </>
      );
    case "lost":
      return (
        <td colSpan={2} className="runs-wide">
          {words.lost(ensemble.seeds)}
        </td>
      );
    case "failed":
      return (
        <td colSpan={2} className="runs-wide">
          {failureSentence(messages, ensemble)}
        </td>
      );
    default:
      return ensemble satisfies never;
  }
}
