import type { PointerEvent, ReactNode } from "react";
import { useStore } from "zustand";
import { useMessages } from "../messages/messages.ts";
import type { Settings, Track } from "./curve-data.ts";
import { nearest } from "./curve-data.ts";
import type { CurveRun } from "./curve-run.ts";
import type { CursorStore } from "./cursor.ts";
import { clearCursor } from "./cursor.ts";
import type { XAxis } from "./plot-area.ts";
import { iterationAt, plot, xPixel } from "./plot-area.ts";
import type { RunStyle } from "./run-style.ts";
import { useViewed } from "./use-viewed.ts";

interface ChartCursorProps {
  readonly runs: readonly CurveRun[];
  readonly styles: readonly RunStyle[];
  readonly tracks: readonly Track[];
  readonly settings: Pick<Settings, "learner" | "xMode">;
  readonly range: XAxis;
  readonly width: number;
  readonly cursor: CursorStore;
  write(this: void, value: number): string;
}

/** Lies over a chart: moves the shared crosshair and reads the chart at it. */
export function ChartCursor(props: ChartCursorProps): ReactNode {
  const { cursor, range, settings, width } = props;
  const { viewed, view } = useViewed(settings);
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const { left } = event.currentTarget.getBoundingClientRect();
    const x = iterationAt(range, event.clientX - left, width);
    if (x !== cursor.getState().x) cursor.setState({ x });
    // A pressed pointer takes the rest of the screen along.
    if (event.buttons === 1) view(x);
  };
  return (
    <div
      className="curves-cursor"
      onPointerMove={onPointerMove}
      onPointerDown={onPointerMove}
      onPointerLeave={() => clearCursor(cursor)}
    >
      {viewed !== null && (
        <div className="curves-viewed" style={{ transform: `translateX(${xPixel(range, viewed, width)}px)` }} />
      )}
      <Crosshair {...props} />
    </div>
  );
}

/** More would not fit into the chart; the table below has the last of each. */
const mostReadings = 6;

/** The line, and on the chart's other half what every run whose line it meets measured there or nearest to it, largest first. */
function Crosshair({ runs, styles, tracks, settings, range, width, cursor, write }: ChartCursorProps): ReactNode {
  const { curves: words } = useMessages();
  const x = useStore(cursor, (state) => state.x);
  if (x === null) return null;
  const left = xPixel(range, x, width);
  const readings = runs
    .flatMap(({ view, label }, run) =>
      tracks.flatMap((track) => {
        const found = nearest(view, track.curve, x, settings.xMode);
        return found ? [{ run, label, track, ...found }] : [];
      }),
    )
    .toSorted((one, other) => other.value - one.value);
  const isRight = x > (range.low + range.high) / 2;
  return (
    <>
      <div className="curves-hair" style={{ transform: `translateX(${left}px)` }} />
      <div className="curves-tooltip" style={isRight ? { left: plot.left + 4 } : { right: plot.right + 4 }}>
        <p>{words.iteration(x)}</p>
        <table>
          <tbody>
            {readings.slice(0, mostReadings).map((reading) => (
              <tr key={`${reading.run} ${reading.track.curve}`}>
                <th scope="row">
                  <span style={{ color: styles[reading.run]!.ink }}>{styles[reading.run]!.letter}</span>{" "}
                  {tracks.length > 1 ? words.curveNames[reading.track.curve] : reading.label}
                </th>
                <td>{write(reading.value)}</td>
                <td className="curves-at">{reading.x === x ? null : words.measuredAt(reading.x)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {readings.length > mostReadings && <p>{words.moreReadings(readings.length - mostReadings)}</p>}
      </div>
    </>
  );
}
