/** The selected groups: their curves over each other, and their differences from one of them. */
import { useMemo, useState, type ReactNode } from "react";
import type { GroupSummary } from "../../client/runs/groups.ts";
import { comparedCurves, type ComparedCurve } from "../../client/runs/run-curves.ts";
import { useMessages } from "../messages/messages.ts";
import { useElementWidth } from "../networks/element-width.ts";
import { BandChart, bandKinds, type BandKind } from "./band-chart.tsx";
import { Differences } from "./differences.tsx";
import { EnsembleTable } from "./ensemble-table.tsx";
import { groupName } from "./group-name.ts";
import { groupStyles, type GroupStyle } from "./group-style.ts";
import { Choice, PercentField } from "./runs-controls.tsx";
import type { RunsChoice } from "./runs-choice.ts";
import { SweepTable } from "./sweep-table.tsx";
import { useGroupCurves } from "./use-group-curves.ts";

interface ComparePanelProps {
  readonly compared: readonly GroupSummary[];
  /** Key of a group. */
  readonly baseline: string | null;
  readonly choice: RunsChoice;
  readonly onChange: (changes: Partial<RunsChoice>) => void;
}

const weightNames = ["last", "best"] as const;

export function ComparePanel({ compared, baseline, choice, onChange }: ComparePanelProps): ReactNode {
  const { runs: words } = useMessages();
  const [curve, setCurve] = useState<ComparedCurve>("validationAccuracy");
  const [band, setBand] = useState<BandKind>("deviation");
  const [width, ref] = useElementWidth();
  const curves = useGroupCurves(compared, curve);
  const styles = useMemo(() => groupStyles(compared, baseline), [compared, baseline]);
  const base = compared.find(({ group }) => group.key === baseline);
  const able = compared.filter(({ group }) => group.isOneSetting);
  return (
    <>
      <div className="runs-controls">
        <BaselineChoice able={able} base={base} onChange={(key) => onChange({ baseline: key })} />
        <Choice
          name={words.weights}
          options={weightNames}
          texts={words.weightNames}
          value={choice.weights}
          onChange={(weights) => onChange({ weights })}
        />
        <PercentField
          name={words.margin}
          hint={null}
          value={choice.margin}
          onChange={(margin) => margin !== null && onChange({ margin })}
        />
        <Choice name={words.curve} options={comparedCurves} texts={words.curves} value={curve} onChange={setCurve} />
        <Choice name={words.band} options={bandKinds} texts={words.bands} value={band} onChange={setBand} />
      </div>
      <Legend compared={compared} styles={styles} />
      <div ref={ref} className="runs-chart-place">
        {curves === null && <p>{words.reading}</p>}
        {curves && width > 0 && <BandChart curve={curve} band={band} groups={curves} styles={styles} width={width} />}
        <p className="runs-note">{words.axes(words.curves[curve], band === "runs" ? null : words.bands[band])}</p>
      </div>
      {base && (
        <Differences
          groups={compared}
          styles={styles}
          baseline={base}
          weights={choice.weights}
          margin={choice.margin}
        />
      )}
      <SweepTable groups={compared} styles={styles} />
      <EnsembleTable groups={compared} styles={styles} />
      {able.length < compared.length && <p className="runs-note">{words.mixed}</p>}
    </>
  );
}

interface BaselineChoiceProps {
  /** Those of one setting each. */
  readonly able: readonly GroupSummary[];
  readonly base: GroupSummary | undefined;
  /** Takes the key of a group, or null. */
  readonly onChange: (baseline: string | null) => void;
}

function BaselineChoice({ able, base, onChange }: BaselineChoiceProps): ReactNode {
  const messages = useMessages();
  const { runs: words } = messages;
  return (
    <label className="runs-choice">
      {words.baseline}{" "}
      <select value={base ? base.group.key : ""} onChange={(event) => onChange(event.target.value || null)}>
        <option value="">{words.noBaseline}</option>
        {able.map(({ group }) => (
          <option key={group.key} value={group.key}>
            {groupName(messages, group)}
          </option>
        ))}
      </select>
    </label>
  );
}

interface LegendProps {
  readonly compared: readonly GroupSummary[];
  /** One for each group. */
  readonly styles: readonly GroupStyle[];
}

function Legend({ compared, styles }: LegendProps): ReactNode {
  const messages = useMessages();
  return (
    <ul className="runs-legend">
      {compared.map(({ group }, index) => (
        <li key={group.key}>
          <svg width="28" height="10" aria-hidden="true">
            <path d="M0 5H28" stroke={styles[index]!.colour} strokeWidth="2.5" strokeDasharray={styles[index]!.dash} />
          </svg>{" "}
          {styles[index]!.letter} {groupName(messages, group)}
        </li>
      ))}
    </ul>
  );
}
