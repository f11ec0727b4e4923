/** Which rates were tried for each compared group, what they came to on validation images, and what that cost. */
import type { ReactNode } from "react";
import type { GroupSummary } from "../../client/runs/groups.ts";
import { sweepOf, type SweepSummary } from "../../client/runs/sweeps.ts";
import { percent, secondsText } from "../../core/statistics/texts.ts";
import { useMessages, type Messages } from "../messages/messages.ts";
import { exact, integer } from "../numbers.ts";
import { groupName } from "./group-name.ts";
import type { GroupStyle } from "./group-style.ts";

interface SweepTableProps {
  readonly groups: readonly GroupSummary[];
  /** One for each group. */
  readonly styles: readonly GroupStyle[];
}

/** Nothing where no rates were tried. */
export function SweepTable({ groups, styles }: SweepTableProps): ReactNode {
  const messages = useMessages();
  const { app, runs } = messages;
  const { sweeps: words } = runs;
  const rows = groups.flatMap(({ group }, index) => {
    const [sweep] = group.isOneSetting ? group.records.flatMap((record) => sweepOf(record) ?? []) : [];
    return sweep ? [{ key: group.key, name: groupName(messages, group), style: styles[index]!, sweep }] : [];
  });
  if (rows.length === 0) return null;
  return (
    <section aria-label={words.title}>
      <h4>{words.title}</h4>
      <div className="runs-differences">
        <table>
          <thead>
            <tr>
              <th scope="col">{runs.group}</th>
              <th scope="col">{words.taken}</th>
              <th scope="col">{words.tried}</th>
              <th scope="col">{words.iterations}</th>
              <th scope="col">{words.seconds}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, name, style, sweep }) => (
              <tr key={key} data-group={name}>
                <th scope="row">
                  <span style={{ color: style.colour }}>{style.letter}</span> {name}
                </th>
                <td>{takenText(messages, sweep)}</td>
                <td className="runs-wide">
                  {app.list(
                    sweep.tuning.rates.map(({ rate, validation }) =>
                      words.trial(exact(rate), validation === null ? words.failed : percent(validation)),
                    ),
                  )}
                </td>
                <td>{integer(sweep.iterations)}</td>
                <td>{secondsText(sweep.seconds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="runs-note">{words.meaning}</p>
    </section>
  );
}

function takenText({ runs: { sweeps: words } }: Messages, { tuning: { rate }, isAtEdge }: SweepSummary): string {
  if (rate === null) return words.none;
  return isAtEdge ? words.edge(exact(rate)) : exact(rate);
}
