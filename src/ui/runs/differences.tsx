/** Each compared group against the baseline, seed by seed. */
import type { ReactNode } from "react";
import type { GroupSummary } from "../../client/runs/groups.ts";
import type { Comparison } from "../../core/statistics/paired.ts";
import type { Weights } from "../../core/statistics/plan-summary.ts";
import { points, pText } from "../../core/statistics/texts.ts";
import { useMessages } from "../messages/messages.ts";
import { groupName } from "./group-name.ts";
import type { GroupStyle } from "./group-style.ts";
import { PairDots } from "./pair-dots.tsx";

interface Compared {
  readonly summary: GroupSummary;
  readonly style: GroupStyle;
  readonly comparison: Comparison;
}

interface DifferencesProps {
  readonly groups: readonly GroupSummary[];
  readonly styles: readonly GroupStyle[];
  readonly baseline: GroupSummary;
  readonly weights: Weights;
  /** A fraction. */
  readonly margin: number;
}

export function Differences({ groups, styles, baseline, weights, margin }: DifferencesProps): ReactNode {
  const messages = useMessages();
  const { runs: words } = messages;
  const compared = groups.flatMap((summary, index): Compared[] => {
    const comparison = summary.comparison?.[weights];
    return comparison ? [{ summary, style: styles[index]!, comparison }] : [];
  });
  if (compared.length === 0) return null;
  const tested = compared.filter(({ comparison }) => comparison.p !== null).length;
  const pairs = compared.flatMap(({ comparison }) => comparison.pairs.map(({ difference }) => difference));
  const reach = Math.max(margin, ...pairs.map(Math.abs), ...compared.flatMap(endsOf)) * 1.05;
  return (
    <>
      <h4>{words.differences(groupName(messages, baseline.group))}</h4>
      <div className="runs-differences">
        <table>
          <thead>
            <tr>
              <th scope="col">{words.group}</th>
              <th scope="col">{words.verdict}</th>
              <th scope="col">{words.difference}</th>
              <th scope="col">{words.interval}</th>
              <th scope="col">{words.p}</th>
              <th scope="col">{words.holm}</th>
              <th scope="col">{words.eachSeed}</th>
            </tr>
          </thead>
          <tbody>
            {compared.map(({ summary, style, comparison }) => (
              <tr key={summary.group.key} data-group={groupName(messages, summary.group)}>
                <th scope="row">
                  <span style={{ color: style.colour }}>{style.letter}</span> {groupName(messages, summary.group)}
                </th>
                <Numbers comparison={comparison} />
                <td>
                  <PairDots comparison={comparison} reach={reach} margin={margin} colour={style.colour} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="runs-note">
        {words.rule(100 * margin)} {tested > 1 && words.corrected(tested)}
      </p>
    </>
  );
}

function endsOf({ comparison: { difference } }: Compared): number[] {
  return difference?.interval ? [Math.abs(difference.interval.low), Math.abs(difference.interval.high)] : [];
}

function Numbers({ comparison }: { readonly comparison: Comparison }): ReactNode {
  const { runs: words } = useMessages();
  const { difference, p, correctedP, verdict, correctedVerdict } = comparison;
  const interval = difference?.interval;
  return (
    <>
      {/* First, so that it is seen where the table is wider than the screen. */}
      <td className="runs-verdict">
        <strong data-verdict={correctedVerdict}>{words.verdicts[correctedVerdict]}</strong>
        {verdict !== correctedVerdict && ` (${words.uncorrected(words.verdicts[verdict])})`}
      </td>
      <td>{difference ? points(difference.mean) : "–"}</td>
      <td>{interval ? words.range(points(interval.low), points(interval.high)) : "–"}</td>
      <td>{p === null ? "–" : pText(p)}</td>
      <td>{correctedP === null ? "–" : pText(correctedP)}</td>
    </>
  );
}
