/** Region D: the matrices, and the other ways to look inside a run. */
import { memo, useCallback, useState, type ReactNode } from "react";
import { useStore } from "zustand";
import { viewKey } from "../../client/phases.ts";
import type { RunView } from "../../client/run-view.ts";
import type { TimeCursor } from "../../client/time-cursor.ts";
import { shownAt } from "../../client/time-cursor.ts";
import type { ViewPanel } from "../../core/link-view.ts";
import { viewPanels } from "../../core/link-view.ts";
import { useLab } from "../lab-context.ts";
import { Segmented } from "../matrices/segmented.tsx";
import { TimeBar } from "../matrices/time-bar.tsx";
import { useMessages } from "../messages/messages.ts";
import { SlowMotionButton } from "../slow-motion/slow-motion.tsx";
import { InsideView } from "./inside-view.tsx";
import { Region } from "./region.tsx";
import type { PairProps } from "./regions.tsx";
import type { ShownRun } from "./shown-run.ts";
import { useShownRun } from "./shown-run.ts";
import { viewStore } from "./view-store.ts";

export const MatricesRegion = memo(function MatricesRegion(pair: PairProps): ReactNode {
  const { matrices, regions } = useMessages();
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = useShownRun(chosen);
  const { view, live, experiment, probed, going } = shown;
  const tab = useStore(viewStore, ({ panel }) => panel);
  const cursor = useStore(useLab().looks.store, (state) => state.cursor);
  const note =
    cursor && view ? (
      <TimeBar view={view} cursor={cursor} shown={shownMoment(view, cursor, live ? tab : "matrices")} going={going} />
    ) : probed && !live ? (
      matrices.heldOut(probed)
    ) : null;
  const tabs = live && experiment && (
    <>
      <Tabs tab={tab} />
      <SlowMotionButton run={live} experiment={experiment} matches={shown.compared} />
    </>
  );
  return (
    <Region
      name="matrices"
      title={regions.matrices}
      hidesTitle={live !== null}
      tabs={tabs}
      note={note}
      end={shown.choices.length > 1 && <RunPicker shown={shown} onChoose={setChosen} />}
    >
      <InsideView shown={shown} tab={tab} {...pair} />
    </Region>
  );
});

function Tabs({ tab }: { readonly tab: ViewPanel }): ReactNode {
  const { predictions } = useMessages();
  const onChange = useCallback((panel: ViewPanel) => viewStore.setState({ panel }), []);
  return (
    <Segmented<ViewPanel>
      legend={predictions.view}
      options={viewPanels.map((value) => ({ value, label: predictions.views[value] }))}
      value={tab}
      onChange={onChange}
    />
  );
}

interface RunPickerProps {
  readonly shown: ShownRun;
  onChoose(this: void, key: string | null): void;
}

function RunPicker({ shown: { view, choices, follows, going }, onChoose }: RunPickerProps): ReactNode {
  const { regions } = useMessages();
  return (
    <label className="region-picker">
      {regions.shownRun}{" "}
      <select
        value={follows && going ? "" : view ? viewKey(view.run) : ""}
        onChange={(event) => onChoose(event.target.value || null)}
      >
        {going && <option value="">{regions.followedRun}</option>}
        {choices.map(([key, { run }]) => (
          <option key={key} value={key}>
            {regions.seedOf(run.experiment, run.seed)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Of the matrices, or of the weights that predict. */
function shownMoment(view: RunView, cursor: TimeCursor, tab: ViewPanel) {
  const { matrices, at } = shownAt(view, cursor);
  return tab === "matrices" ? matrices : at === "now" ? null : at;
}
