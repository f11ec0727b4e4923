import type { ReactNode } from "react";
import type { Axis } from "./axis.ts";
import type { Line, StageBand } from "./curve-data.ts";
import type { ChartSize, XAxis } from "./plot-area.ts";
import { pathOf, plot, xPixel, yPixel } from "./plot-area.ts";
import type { RunStyle } from "./run-style.ts";

interface ChartBackdropProps {
  readonly bands: readonly StageBand[];
  readonly lines: readonly Line[];
  readonly styles: readonly RunStyle[];
  readonly range: XAxis;
  readonly axis: Axis;
  readonly size: ChartSize;
  /** The teacher's accuracy, where the chart compares with it. */
  readonly teacher: number | null;
}

/** Raw and secondary lines stand behind the others. */
export function isBackground({ style, track }: Line): boolean {
  return style === "raw" || track.secondary;
}

/** What stands behind a chart's main lines. Plain shapes: the chart library's own would cost ten times as much to mount. */
export function ChartBackdrop({ bands, lines, styles, range, axis, size, teacher }: ChartBackdropProps): ReactNode {
  const { width, height } = size;
  return (
    <g>
      {bands.map(({ stage, from, to }) => {
        const left = xPixel(range, from, width);
        return (
          <rect
            key={stage}
            className={`curves-stage-${stage}`}
            x={left}
            y={plot.top}
            width={xPixel(range, to, width) - left}
            height={height - plot.top - plot.bottom}
          />
        );
      })}
      {axis.ticks.map((value) => (
        <path
          key={value}
          className="curves-grid"
          d={`M${plot.left} ${yPixel(axis, value, height)}H${width - plot.right}`}
        />
      ))}
      {teacher !== null && (
        <path
          className="curves-teacher-line"
          d={`M${plot.left} ${yPixel(axis, teacher, height)}H${width - plot.right}`}
        />
      )}
      {lines.filter(isBackground).map((line) => (
        <path
          key={line.key}
          className="curves-background"
          d={pathOf(line.points, range, axis, size)}
          stroke={styles[line.run]!.colour}
          strokeOpacity={line.style === "raw" ? 0.22 : 0.6}
          strokeDasharray={line.style === "raw" ? undefined : styles[line.run]!.dash}
        />
      ))}
    </g>
  );
}
