import type { ReactNode } from "react";
import { useStore } from "zustand";
import { Segmented } from "../matrices/segmented.tsx";
import { useMessages } from "../messages/messages.ts";
import { tick } from "../numbers.ts";
import type { ScaleKind } from "./axis.ts";
import type { Learner, Settings, XMode } from "./curve-data.ts";
import type { CursorStore } from "./cursor.ts";
import { clearCursor } from "./cursor.ts";
import { useViewed } from "./use-viewed.ts";

interface CurveControlsProps {
  readonly settings: Settings;
  readonly range: readonly [low: number, high: number];
  /** Both have been measured, so there is something to choose. */
  readonly bothLearners: boolean;
  readonly cursor: CursorStore;
  onChange(this: void, settings: Settings): void;
}

/** What the charts show along x and y, and how smooth. */
export function CurveControls({ settings, range, bothLearners, cursor, onChange }: CurveControlsProps): ReactNode {
  const { curves: words } = useMessages();
  return (
    <div className="curves-controls">
      {bothLearners && (
        <Segmented<Learner>
          named
          legend={words.learner}
          options={[
            { value: "student", label: words.learners.student },
            { value: "teacher", label: words.learners.teacher },
          ]}
          value={settings.learner}
          onChange={(learner) => onChange({ ...settings, learner })}
        />
      )}
      {settings.learner === "student" && (
        <Segmented<XMode>
          named
          legend={words.xAxis}
          options={[
            { value: "total", label: words.xModes.total },
            { value: "task", label: words.xModes.task },
          ]}
          value={settings.xMode}
          onChange={(xMode) => onChange({ ...settings, xMode })}
        />
      )}
      <Segmented<ScaleKind>
        named
        legend={words.lossAxis}
        options={[
          { value: "linear", label: words.scales.linear },
          { value: "log", label: words.scales.log },
        ]}
        value={settings.lossScale}
        onChange={(lossScale) => onChange({ ...settings, lossScale })}
      />
      <label className="curves-slider">
        {words.smoothing}
        <input
          type="range"
          min="0"
          max="0.99"
          step="0.01"
          value={settings.smoothing}
          onChange={(event) => onChange({ ...settings, smoothing: Number(event.target.value) })}
        />
        <span className="curves-slider-value">{tick(settings.smoothing)}</span>
      </label>
      <CursorSlider settings={settings} range={range} cursor={cursor} />
    </div>
  );
}

/** The crosshair for those without a pointer; the rest of the screen goes along. */
function CursorSlider({
  settings,
  range: [low, high],
  cursor,
}: Pick<CurveControlsProps, "settings" | "range" | "cursor">): ReactNode {
  const { curves: words } = useMessages();
  const { viewed, view } = useViewed(settings);
  const hovered = useStore(cursor, (state) => state.x);
  const x = hovered ?? viewed;
  return (
    <label className="curves-slider">
      {words.readAt}
      <input
        type="range"
        min={low}
        max={high}
        step="1"
        value={x ?? high}
        onChange={({ target }) => {
          cursor.setState({ x: Number(target.value) });
          view(Number(target.value));
        }}
        onBlur={() => clearCursor(cursor)}
        onKeyDown={(event) => event.key === "Escape" && clearCursor(cursor)}
      />
      <span className="curves-slider-value">{x === null ? "–" : tick(x)}</span>
    </label>
  );
}
