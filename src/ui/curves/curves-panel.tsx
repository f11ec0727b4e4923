import type { ReactNode } from "react";
import { useMemo, useState } from "react";
import { useMessages } from "../messages/messages.ts";
import { useElementWidth } from "../networks/element-width.ts";
import { useIsLow } from "../window-size.ts";
import { CurveChart } from "./curve-chart.tsx";
import { CurveControls } from "./curve-controls.tsx";
import type { Learner, Settings } from "./curve-data.ts";
import { chartNames, lossNamesOf, tracks, xRange } from "./curve-data.ts";
import type { CurveRun } from "./curve-run.ts";
import { createCursor } from "./cursor.ts";
import { usePaced } from "./paced.ts";
import { chartHeights } from "./plot-area.ts";
import { runStyles } from "./run-style.ts";
import { RunsTable } from "./runs-table.tsx";
import "./curves.css";

export interface CurvesPanelProps {
  /** By whose training they show. */
  readonly runs: RunsByLearner;
}
type RunsByLearner = Readonly<Record<Learner, readonly CurveRun[]>>;

const narrowWidth = 640;
const leastChart = 280;
const gap = 16;
/** Between two charts that follow one change, in milliseconds: time for a frame and a click. */
const chartPhase = 60;
const none: RunsByLearner = { student: [], teacher: [] };

/** Loss, FSP distance and accuracy of every run, as measured. */
export function CurvesPanel({ runs: all }: CurvesPanelProps): ReactNode {
  const { curves: words } = useMessages();
  const [width, ref] = useElementWidth();
  const isLow = useIsLow();
  const [cursor] = useState(createCursor);
  const [chosen, setChosen] = useState<Omit<Settings, "learner">>({
    xMode: "total",
    lossScale: "log",
    smoothing: 0.6,
  });
  const [learner, setLearner] = useState<Learner | null>(null);
  // The table and the controls follow as the charts do.
  const latest = usePaced(all, 280, 0) ?? none;
  const begun = (of: Learner) =>
    latest[of].some(({ view }) =>
      tracks[of].loss
        .concat(tracks[of].fsp, tracks[of].method)
        .some(({ curve }) => view.curves[curve].values.length > 0),
    );
  const [student, teacher] = [begun("student"), begun("teacher")];
  const shown: Learner = student && teacher ? (learner ?? "student") : teacher ? "teacher" : "student";
  const runs = latest[shown];
  const settings = useMemo((): Settings => ({ ...chosen, learner: shown }), [chosen, shown]);
  // The method's loss has a chart of its own only where a run has one that is not FSP's.
  const charts = chartNames.filter((chart) =>
    chart === "method" ? lossNamesOf(runs).length > 0 : tracks[shown][chart].length > 0,
  );
  const narrow = width < narrowWidth;
  const columns = Math.max(1, Math.min(charts.length, Math.floor((width + gap) / (leastChart + gap))));
  const chartWidth = Math.floor((width - gap * (columns - 1)) / columns);
  const chartHeight = chartHeights[isLow ? "low" : "usual"];
  const size = useMemo(() => ({ width: chartWidth, height: chartHeight }), [chartWidth, chartHeight]);
  return (
    <div className={narrow ? "curves curves-narrow" : "curves"} ref={ref}>
      {!student && !teacher && <p className="curves-empty">{words.empty}</p>}
      {(student || teacher) && width > 0 && (
        <>
          <CurveControls
            settings={settings}
            range={xRange(runs, settings)}
            bothLearners={student && teacher}
            cursor={cursor}
            onChange={({ learner: next, ...others }) => {
              setLearner(next);
              setChosen(others);
            }}
          />
          <div className="curves-charts">
            {charts.map((chart, index) => (
              <CurveChart
                key={chart}
                chart={chart}
                runs={runs}
                settings={settings}
                size={size}
                cursor={cursor}
                phase={(index + 1) * chartPhase}
              />
            ))}
          </div>
          {shown === "student" && <p className="curves-x-axis">{words.viewHint}</p>}
          <p className="curves-x-axis">{shown === "teacher" ? words.xNotes.teacher : words.xNotes[settings.xMode]}</p>
          <RunsTable runs={runs} styles={runStyles(runs)} learner={shown} narrow={narrow} />
        </>
      )}
    </div>
  );
}
