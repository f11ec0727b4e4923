import type { ReactNode } from "react";
import { memo, useMemo } from "react";
import { CartesianGrid, Line, LineChart, ReferenceArea, ReferenceLine, XAxis, YAxis } from "recharts";
import { useMessages } from "../messages/messages.ts";
import { significant, tick } from "../numbers.ts";
import { ticksWithin } from "./axis.ts";
import { ChartCursor } from "./chart-cursor.tsx";
import type { ChartName, Line as DrawnLine, Settings } from "./curve-data.ts";
import { chartData, stageBands, tracks, xRange } from "./curve-data.ts";
import type { CurveRun } from "./curve-run.ts";
import type { CursorStore } from "./cursor.ts";
import { usePaced } from "./paced.ts";
import { chartHeight, plot, spread, xPixel, yPixel } from "./plot-area.ts";
import type { RunStyle } from "./run-style.ts";
import { runStyles } from "./run-style.ts";

/** Three or four pictures a second are as many as one can read. */
const interval = 280;
const margin = { top: plot.top, right: plot.right, bottom: 0, left: 0 };
const mostDots = 60;
/** Pixels below which a stage is named by its number alone. */
const roomForStageName = 150;

interface CurveChartProps {
  readonly chart: ChartName;
  readonly runs: readonly CurveRun[];
  readonly settings: Settings;
  readonly width: number;
  readonly cursor: CursorStore;
  /** Milliseconds after which this chart follows a change; each has its own. */
  readonly phase: number;
}

/** One of the small multiples. */
export function CurveChart({ chart, runs, settings, width, cursor, phase }: CurveChartProps): ReactNode {
  const { curves: words } = useMessages();
  const input = useMemo(() => ({ runs, settings, width }), [runs, settings, width]);
  const paced = usePaced(input, interval, phase);
  return (
    <figure className="curves-chart" style={{ width }}>
      <figcaption>
        <strong>{words.titles[settings.learner][chart]}</strong> {words.lineMeanings[chart]}
      </figcaption>
      <div className="curves-plot" style={{ height: chartHeight }}>
        {paced && <Plot chart={chart} cursor={cursor} {...paced} />}
      </div>
    </figure>
  );
}

type PlotProps = Omit<CurveChartProps, "phase">;

const Plot = memo(function Plot({ chart, runs, settings, width, cursor }: PlotProps): ReactNode {
  const { curves: words } = useMessages();
  const data = useMemo(() => chartData(chart, runs, settings), [chart, runs, settings]);
  const styles = useMemo(() => runStyles(runs), [runs]);
  const [low, high] = xRange(runs, settings);
  const xTicks = useMemo(() => ticksWithin(low, high, width < 320 ? 3 : 5), [low, high, width]);
  const staged = stagedRun(runs, settings);
  const bands = staged < 0 ? [] : stageBands(runs[staged]!.view, settings);
  const { axis } = data;
  const yTick = chart === "accuracy" ? (value: number) => `${tick(value * 100)}%` : tick;
  const teacher = chart === "accuracy" && settings.learner === "student" ? teacherAccuracy(runs) : null;
  const ends = endLabels(data.lines, styles);
  const places = spread(
    ends.map(({ y }) => yPixel(axis, y)),
    13,
  );
  if (data.lines.length === 0) return <p className="curves-none">{words.none[settings.learner][chart]}</p>;
  return (
    <>
      <LineChart width={width} height={chartHeight} margin={margin} accessibilityLayer={false}>
        {bands.map(({ stage, from, to }) => (
          <ReferenceArea
            key={stage}
            className={`curves-stage curves-stage-${stage}`}
            x1={from}
            x2={to}
            ifOverflow="hidden"
            zIndex={-200}
          />
        ))}
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          type="number"
          dataKey="x"
          domain={[low, high]}
          ticks={xTicks}
          interval={0}
          height={plot.bottom}
          allowDataOverflow
          tickFormatter={tick}
          stroke="var(--line-strong)"
          tick={{ className: "curves-tick" }}
        />
        <YAxis
          type="number"
          scale={axis.scale}
          domain={[axis.low, axis.high]}
          ticks={axis.ticks}
          interval={0}
          width={plot.left}
          allowDataOverflow
          tickFormatter={yTick}
          stroke="var(--line-strong)"
          tick={{ className: "curves-tick" }}
        />
        {teacher !== null && (
          <ReferenceLine y={teacher} stroke="var(--teacher)" strokeDasharray="1 4" strokeWidth={2} />
        )}
        {data.lines.map((line) => (
          <Line key={line.key} data={line.points} dataKey="y" type="linear" {...strokeOf(line, styles[line.run]!)} />
        ))}
      </LineChart>
      {bands.map(({ stage, from, to }) => {
        const left = xPixel({ low, high }, from, width);
        const across = xPixel({ low, high }, to, width) - left;
        return (
          <span key={stage} className="curves-stage-name" style={{ left, width: across }}>
            {words.stageName(stage, runs.length > 1 ? styles[staged]!.letter : null, across < roomForStageName)}
          </span>
        );
      })}
      {ends.map(({ run }, index) => (
        <span
          key={run}
          className="curves-end"
          style={{ top: places[index], left: width - plot.right + 4, color: styles[run]!.ink }}
          aria-hidden="true"
        >
          {styles[run]!.letter}
        </span>
      ))}
      {teacher !== null && (
        <span className="curves-teacher" style={{ top: yPixel(axis, teacher), left: plot.left + 4 }}>
          {words.teacherAt(teacher)}
        </span>
      )}
      {data.leftOut > 0 && <p className="curves-left-out">{words.leftOut(data.leftOut)}</p>}
      <ChartCursor
        runs={runs}
        styles={styles}
        tracks={tracks[settings.learner][chart]}
        xMode={settings.xMode}
        range={{ low, high }}
        width={width}
        cursor={cursor}
        write={chart === "accuracy" ? words.accuracy : significant}
      />
    </>
  );
});

/** The run whose stages are shaded: the first that has a stage 1, else the first. */
function stagedRun(runs: readonly CurveRun[], settings: Settings): number {
  const two = runs.findIndex(({ view }) => stageBands(view, settings).length > 1);
  return two >= 0 ? two : runs.findIndex(({ view }) => stageBands(view, settings).length > 0);
}

function teacherAccuracy(runs: readonly CurveRun[]): number | null {
  for (const { view } of runs) {
    const measured = view.result?.teacher?.validation ?? view.curves.teacherValidationAccuracy.values.at(-1);
    if (measured !== undefined) return measured;
  }
  return null;
}

function strokeOf({ style, track, points }: DrawnLine, { colour, dash }: RunStyle) {
  const faint = style === "raw";
  const dotted = style === "measured" && points.length <= mostDots;
  return {
    stroke: colour,
    strokeWidth: faint || track.secondary ? 1.25 : 2.25,
    strokeOpacity: faint ? 0.22 : track.secondary ? 0.6 : 1,
    ...(dash !== undefined && !faint ? { strokeDasharray: dash } : {}),
    dot: dotted ? { r: 2.5, fill: colour, stroke: "none", strokeDasharray: "none" } : false,
    activeDot: false as const,
    isAnimationActive: false,
    connectNulls: false,
    legendType: "none" as const,
  };
}

/** The last drawn value of each run's main line. */
function endLabels(
  lines: readonly DrawnLine[],
  styles: readonly RunStyle[],
): { readonly run: number; readonly y: number }[] {
  return styles.flatMap((_, run) => {
    const main = lines.findLast((line) => line.run === run && line.style !== "raw" && !line.track.secondary);
    const last = main?.points.findLast(({ y }) => y !== null);
    return last && last.y !== null ? [{ run, y: last.y }] : [];
  });
}
