/** The curves of several groups over each other: each a mean with its band, or every run by itself. */
import { useMemo, type ReactNode } from "react";
import type { ComparedCurve } from "../../client/runs/run-curves.ts";
import { bandOf, type BandPoint, type Curve } from "../../core/statistics/curve.ts";
import { linearAxis, ticksWithin, type Axis } from "../curves/axis.ts";
import { decimated, type Point } from "../curves/decimation.ts";
import { lonePoints, pathOf, plot, spread, xPixel, yPixel, type ChartSize, type XAxis } from "../curves/plot-area.ts";
import { useMessages } from "../messages/messages.ts";
import { tick } from "../numbers.ts";
import type { GroupStyle } from "./group-style.ts";

export const bandKinds = ["deviation", "error", "interval", "range", "runs"] as const;
export type BandKind = (typeof bandKinds)[number];

/** No screen shows more of a line. */
const pointLimit = 500;
const height = 240;

interface BandChartProps {
  readonly curve: ComparedCurve;
  readonly band: BandKind;
  /** Of each group its runs. */
  readonly groups: readonly (readonly Curve[])[];
  readonly styles: readonly GroupStyle[];
  readonly width: number;
}

/** A group's lines, decimated after the statistics were taken of all that was measured. */
interface Drawn {
  readonly mean: readonly Point[];
  /** The upper and the lower edge of the band; null where single runs are drawn, or where there is none. */
  readonly edges: readonly [upper: readonly Point[], lower: readonly Point[]] | null;
  readonly runs: readonly (readonly Point[])[];
}

export function BandChart({ curve, band, groups, styles, width }: BandChartProps): ReactNode {
  const { runs: words } = useMessages();
  const drawn = useMemo(() => groups.map((curves) => drawnOf(curves, band)), [groups, band]);
  const points = drawn.flatMap(({ mean, edges, runs }) => [mean, ...(edges ?? []), ...runs].flat());
  if (points.length === 0) return <p>{words.noCurve}</p>;
  const isShare = curve === "validationAccuracy" || curve === "trainingAccuracy";
  const values = points.flatMap(({ y }) => y ?? []);
  const axis = isShare ? shareAxis(values) : linearAxis(values);
  const range = { low: 0, high: points.reduce((most, { x }) => Math.max(most, x), 1) };
  const size = { width, height };
  const ends = drawn.map(({ mean }) => yPixel(axis, mean.at(-1)?.y ?? 0, height));
  const places = spread(ends, 13, height);
  return (
    <svg
      className="runs-chart"
      width={width}
      height={height}
      role="img"
      aria-label={words.chartOf(words.curves[curve])}
    >
      <Axes axis={axis} range={range} size={size} isShare={isShare} />
      {drawn.map(({ edges }, index) =>
        edges ? (
          <path
            key={styles[index]!.letter}
            className="runs-band"
            d={bandPath(edges, range, axis, size)}
            fill={styles[index]!.colour}
          />
        ) : null,
      )}
      {drawn.map(({ mean, runs }, index) => {
        const { colour, dash, letter } = styles[index]!;
        const lines = band === "runs" ? runs : [mean];
        return lines.map((line, place) => (
          <path
            key={`${letter} ${place}`}
            d={pathOf(line, range, axis, size)}
            fill="none"
            stroke={colour}
            strokeWidth={band === "runs" ? 1.25 : 2.25}
            strokeDasharray={dash}
          />
        ));
      })}
      {drawn.flatMap(({ mean, runs }, index) =>
        (band === "runs" ? runs : [mean])
          .flatMap(lonePoints)
          .map(({ x, y }, place) => (
            <circle
              key={`${styles[index]!.letter} ${place}`}
              cx={xPixel(range, x, width)}
              cy={yPixel(axis, y, height)}
              r="3"
              fill={styles[index]!.colour}
            />
          )),
      )}
      {drawn.map(({ mean }, index) =>
        mean.length === 0 ? null : (
          <text
            key={styles[index]!.letter}
            className="runs-chart-end"
            x={width - plot.right + 4}
            y={places[index]! + 4}
            fill={styles[index]!.colour}
          >
            {styles[index]!.letter}
          </text>
        ),
      )}
    </svg>
  );
}

function drawnOf(curves: readonly Curve[], band: BandKind): Drawn {
  const all = bandOf(curves);
  const line = (of: (point: BandPoint) => number | null) =>
    decimated(
      all.map((point) => ({ x: point.step, y: of(point) })),
      pointLimit,
    );
  const [low, high] = [line((point) => edgeOf(point, band, -1)), line((point) => edgeOf(point, band, 1))];
  const isThere = band !== "runs" && high.some(({ y }) => y !== null);
  const runs = band === "runs" ? curves.map(pointsOf) : [];
  return { mean: line(({ mean }) => mean), edges: isThere ? [high, low] : null, runs };
}

function pointsOf({ steps, values }: Curve): readonly Point[] {
  return decimated(
    steps.map((x, index) => ({ x, y: values[index]! })),
    pointLimit,
  );
}

/** Null where one run alone has measured that step. */
function edgeOf({ mean, deviation, error, interval, least, greatest }: BandPoint, band: BandKind, side: -1 | 1) {
  switch (band) {
    case "deviation":
      return deviation === null ? null : mean + side * deviation;
    case "error":
      return error === null ? null : mean + side * error;
    case "interval":
      return interval && (side < 0 ? interval.low : interval.high);
    case "range":
      return side < 0 ? least : greatest;
    case "runs":
      return null;
    default:
      return band satisfies never;
  }
}

/** There along the upper edge, and back along the lower. */
function bandPath([upper, lower]: NonNullable<Drawn["edges"]>, range: XAxis, axis: Axis, size: ChartSize): string {
  const there = (points: readonly Point[]) => points.filter(({ y }) => y !== null);
  return `${pathOf([...there(upper), ...there(lower).toReversed()], range, axis, size)}Z`;
}

/** Of fractions: as much of 0 to 1 as there is to see. */
function shareAxis(values: readonly number[]): Axis {
  const least = Math.max(0, Math.min(...values));
  const most = Math.min(1, Math.max(...values));
  const low = Math.max(0, Math.floor((least - 0.02) * 20) / 20);
  const high = Math.min(1, Math.ceil((most + 0.02) * 20) / 20);
  return { scale: "linear", low, high, ticks: ticksWithin(low, high, 5) };
}

interface AxesProps {
  readonly axis: Axis;
  readonly range: XAxis;
  readonly size: ChartSize;
  /** Numbers are fractions, written in per cent. */
  readonly isShare: boolean;
}

function Axes({ axis, range, size: { width }, isShare }: AxesProps): ReactNode {
  const bottom = height - plot.bottom;
  return (
    <g className="runs-chart-axes">
      {axis.ticks.map((value) => {
        const y = yPixel(axis, value, height);
        return (
          <g key={value}>
            <path d={`M${plot.left} ${y}H${width - plot.right}`} />
            <text x={plot.left - 6} y={y + 4} textAnchor="end">
              {isShare ? `${tick(100 * value)}%` : tick(value)}
            </text>
          </g>
        );
      })}
      {ticksWithin(range.low, range.high, width < 480 ? 3 : 6).map((value) => (
        <text key={value} x={xPixel(range, value, width)} y={bottom + 16} textAnchor="middle">
          {tick(value)}
        </text>
      ))}
    </g>
  );
}
