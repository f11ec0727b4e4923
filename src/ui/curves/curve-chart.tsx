import type { ReactNode } from "react";
import { memo, useMemo } from "react";
import { Line, LineChart, XAxis, YAxis } from "recharts";
import type { Messages } from "../messages/messages.ts";
import { useMessages } from "../messages/messages.ts";
import { significant, tick } from "../numbers.ts";
import { ticksWithin } from "./axis.ts";
import { ChartBackdrop, isBackground } from "./chart-backdrop.tsx";
import { ChartCursor } from "./chart-cursor.tsx";
import type { ChartName, Line as DrawnLine, Settings } from "./curve-data.ts";
import { chartData, distancesOf, lossNamesOf, stageBands, tracks, xRange } from "./curve-data.ts";
import type { CurveRun } from "./curve-run.ts";
import type { CursorStore } from "./cursor.ts";
import { usePaced, useSteps } from "./paced.ts";
import type { ChartSize } from "./plot-area.ts";
import { plot, spread, xPixel, yPixel } from "./plot-area.ts";
import type { RunStyle } from "./run-style.ts";
import { runStyles } from "./run-style.ts";

/** Three or four pictures a second are as many as one can read. */
const interval = 280;
const margin = { top: plot.top, right: plot.right, bottom: 0, left: 0 };
const mostDots = 60;
/** A chart comes in several tasks: what stands behind, axes, then each line. At once, the first takes 100 ms on a slow machine. */
const stepsBeforeLines = 2;
/** Pixels below which a stage is named by its number alone. */
const roomForStageName = 150;

interface CurveChartProps {
  readonly chart: ChartName;
  readonly runs: readonly CurveRun[];
  readonly settings: Settings;
  readonly size: ChartSize;
  readonly cursor: CursorStore;
  /** Milliseconds after which this chart follows a change; each has its own. */
  readonly phase: number;
}

/** One of the small multiples. */
export function CurveChart({ chart, runs, settings, size, cursor, phase }: CurveChartProps): ReactNode {
  const { curves: words } = useMessages();
  const input = useMemo(() => ({ runs, settings, size }), [runs, settings, size]);
  const paced = usePaced(input, interval, phase);
  const title = titleOf(words, chart, runs, settings);
  return (
    <figure className="curves-chart" style={{ width: size.width }}>
      <figcaption>
        <strong>{title}</strong> {words.lineMeanings[chart]}
      </figcaption>
      <div className="curves-plot" style={{ height: size.height }}>
        {paced && <Plot chart={chart} cursor={cursor} {...paced} />}
      </div>
    </figure>
  );
}

function titleOf(
  words: Messages["curves"],
  chart: ChartName,
  runs: readonly CurveRun[],
  { learner }: Settings,
): string {
  const [loss, ...losses] = chart === "method" ? lossNamesOf(runs) : [];
  if (loss && losses.length === 0) return words.lossTitles[loss];
  const distances = chart === "fsp" ? distancesOf(runs) : [];
  return distances.length > 0 ? words.distances(distances) : words.titles[learner][chart];
}

/** A label as plain text: the library's own measures each and wraps it. */
const tickWriter = (write: (value: number) => string, anchor: "middle" | "end", drop: number) =>
  function AxisTick({ x, y, payload }: BaseTick): ReactNode {
    return (
      <text className="curves-tick" x={x} y={Number(y) + drop} textAnchor={anchor}>
        {write(Number(payload.value))}
      </text>
    );
  };
interface BaseTick {
  readonly x: number | string;
  readonly y: number | string;
  readonly payload: { readonly value?: unknown };
}
const xTick = tickWriter((value) => tick(value), "middle", 11);
/** Longer numbers would not fit beside the axis. */
const shortTick = (value: number) => tick(value, 1e4);
const yTick = tickWriter(shortTick, "end", 4);
const percentTick = tickWriter((value) => `${tick(value * 100)}%`, "end", 4);

type PlotProps = Omit<CurveChartProps, "phase">;

const Plot = memo(function Plot({ chart, runs, settings, size, cursor }: PlotProps): ReactNode {
  const { width, height } = size;
  const { curves: words } = useMessages();
  const data = useMemo(() => chartData(chart, runs, settings), [chart, runs, settings]);
  const styles = useMemo(() => runStyles(runs), [runs]);
  const mainLines = data.lines.filter((line) => !isBackground(line));
  const mounted = useSteps(stepsBeforeLines + mainLines.length);
  const [low, high] = xRange(runs, settings);
  const range = { low, high };
  const xTicks = useMemo(() => ticksWithin(low, high, width < 320 ? 3 : 5), [low, high, width]);
  const staged = stagedRun(runs, settings);
  const bands = staged < 0 ? [] : stageBands(runs[staged]!.view, settings);
  const { axis } = data;
  const teacher = chart === "accuracy" && settings.learner === "student" ? teacherAccuracy(runs) : null;
  const ends = endLabels(data.lines, styles);
  const places = spread(
    ends.map(({ y }) => yPixel(axis, y, height)),
    13,
    height,
  );
  if (data.lines.length === 0) return <p className="curves-none">{words.none[settings.learner][chart]}</p>;
  return (
    <>
      <LineChart width={width} height={height} margin={margin} accessibilityLayer={false}>
        <ChartBackdrop
          bands={bands}
          lines={data.lines}
          styles={styles}
          range={range}
          axis={axis}
          size={size}
          teacher={teacher}
        />
        {mounted > 0 && (
          <XAxis
            type="number"
            dataKey="x"
            domain={[low, high]}
            ticks={xTicks}
            interval={0}
            height={plot.bottom}
            allowDataOverflow
            stroke="var(--line-strong)"
            tick={xTick}
          />
        )}
        {mounted > 0 && (
          <YAxis
            type="number"
            scale={axis.scale}
            domain={[axis.low, axis.high]}
            ticks={axis.ticks}
            interval={0}
            width={plot.left}
            allowDataOverflow
            stroke="var(--line-strong)"
            tick={chart === "accuracy" ? percentTick : yTick}
          />
        )}
        {mainLines.slice(0, Math.max(0, mounted - stepsBeforeLines)).map((line) => (
          <Line key={line.key} data={line.points} dataKey="y" type="linear" {...strokeOf(line, styles[line.run]!)} />
        ))}
      </LineChart>
      {bands.map(({ stage, from, to }) => {
        const left = xPixel(range, from, width);
        const across = xPixel(range, to, width) - left;
        return (
          <span key={stage} className="curves-stage-name" style={{ left, width: across }}>
            {words.stageName(
              stage,
              runs[staged]!.view.lossNames,
              runs.length > 1 ? styles[staged]!.letter : null,
              across < roomForStageName,
            )}
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
        <span className="curves-teacher" style={{ top: yPixel(axis, teacher, height), left: plot.left + 4 }}>
          {words.teacherAt(teacher)}
        </span>
      )}
      {data.leftOut > 0 && <p className="curves-left-out">{words.leftOut(data.leftOut)}</p>}
      <ChartCursor
        runs={runs}
        styles={styles}
        tracks={tracks[settings.learner][chart]}
        settings={settings}
        range={range}
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

function strokeOf({ style, points }: DrawnLine, { colour, dash }: RunStyle) {
  const dotted = style === "measured" && points.length <= mostDots;
  return {
    stroke: colour,
    strokeWidth: 2.25,
    ...(dash !== undefined ? { strokeDasharray: dash } : {}),
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
