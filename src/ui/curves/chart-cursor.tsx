import type { PointerEvent, ReactNode } from "react";
import { useStore } from "zustand";
import { useMessages } from "../messages/messages.ts";
import type { ChartName, Track, XMode } from "./curve-data.ts";
import { nearest } from "./curve-data.ts";
import type { CurveRun } from "./curve-run.ts";
import type { CursorStore } from "./cursor.ts";
import { clearCursor } from "./cursor.ts";
import type { XAxis } from "./plot-area.ts";
import { iterationAt, xPixel } from "./plot-area.ts";
import type { RunStyle } from "./run-style.ts";

interface ChartCursorProps {
  readonly chart: ChartName;
  /** The charts stand below each other, and a reading would cover the next. */
  readonly stacked: boolean;
  readonly runs: readonly CurveRun[];
  readonly styles: readonly RunStyle[];
  readonly tracks: readonly Track[];
  readonly xMode: XMode;
  readonly range: XAxis;
  readonly width: number;
  readonly cursor: CursorStore;
  write(this: void, value: number): string;
}

/** Lies over a chart: moves the shared crosshair and reads the chart at it. */
export function ChartCursor(props: ChartCursorProps): ReactNode {
  const { chart, cursor, range, width } = props;
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const { left } = event.currentTarget.getBoundingClientRect();
    const x = iterationAt(range, event.clientX - left, width);
    const old = cursor.getState();
    if (x !== old.x || chart !== old.over) cursor.setState({ x, over: chart });
  };
  return (
    <div
      className="curves-cursor"
      onPointerMove={onPointerMove}
      onPointerDown={onPointerMove}
      onPointerLeave={() => clearCursor(cursor)}
    >
      <Crosshair {...props} />
    </div>
  );
}

/** The line, and below the chart, where it hides no curve, what every run measured there or nearest to it, largest first. */
function Crosshair({
  chart,
  stacked,
  runs,
  styles,
  tracks,
  xMode,
  range,
  width,
  cursor,
  write,
}: ChartCursorProps): ReactNode {
  const { curves: words } = useMessages();
  const { x, over } = useStore(cursor);
  if (x === null) return null;
  const left = xPixel(range, x, width);
  const readings = runs
    .flatMap(({ view, label }, run) =>
      tracks.flatMap((track) => {
        const found = nearest(view, track.curve, x, xMode);
        return found ? [{ run, label, track, ...found }] : [];
      }),
    )
    .toSorted((one, other) => other.value - one.value);
  return (
    <>
      <div className="curves-hair" style={{ transform: `translateX(${left}px)` }} />
      {(!stacked || over === null || over === chart) && (
        <div className="curves-tooltip">
          <p>{words.iteration(x)}</p>
          <table>
            <tbody>
              {readings.map((reading) => (
                <tr key={`${reading.run} ${reading.track.curve}`}>
                  <th scope="row">
                    <span style={{ color: styles[reading.run]!.ink }}>{styles[reading.run]!.letter}</span>{" "}
                    {reading.label} {tracks.length > 1 ? words.curveNames[reading.track.curve] : null}
                  </th>
                  <td>{write(reading.value)}</td>
                  <td className="curves-at">{reading.x === x ? null : words.measuredAt(reading.x)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
