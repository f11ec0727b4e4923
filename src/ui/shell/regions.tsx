/** Regions C and E: the networks and the curves, each given its part of the lab's state. */
import { memo, useMemo, useState, type ReactNode } from "react";
import type { LabState } from "../../client/lab-state.ts";
import { picturedPlan } from "../../client/lab-state.ts";
import { leadOf } from "../../client/settings.ts";
import { studentNetwork, teacherNetwork } from "../../core/build-network.ts";
import type { Experiment } from "../../core/experiment.ts";
import { CurvesPanel } from "../curves/curves-panel.tsx";
import { useLabState, useSlowLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { NetworksPanel } from "../networks/networks-panel.tsx";
import { NotDrawn } from "../networks/not-drawn.tsx";
import { curveRuns, teacherCurveRuns } from "./curve-runs.ts";
import { Region } from "./region.tsx";

export interface PairProps {
  readonly selectedPair: string | null;
  onSelectPair(this: void, name: string): void;
}

export const NetworksRegion = memo(function NetworksRegion({ selectedPair, onSelectPair }: PairProps): ReactNode {
  const { regions } = useMessages();
  const lead = useLabState((state) => leadOf(picturedPlan(state)));
  const { networks, isBefore } = useBuildable(lead);
  return (
    <Region name="networks" title={regions.networks} hidesTitle>
      {isBefore && <NotDrawn />}
      {networks && (
        <NetworksPanel
          teacher={networks.teacher}
          student={networks.student}
          method={lead.method}
          selectedPair={selectedPair}
          onSelectPair={onSelectPair}
        />
      )}
    </Region>
  );
});

/**
 * The networks of the experiment; where a number that is being typed makes no network, those before it. The same object as
 * long as the graphs are: other settings change nothing in the picture. `isBefore` where they are not what is set up.
 */
function useBuildable(experiment: Experiment) {
  const networks = useMemo(() => networksOf(experiment), [experiment]);
  const graphs = useMemo(() => JSON.stringify(networks), [networks]);
  const [last, setLast] = useState({ networks, graphs });
  if (networks && graphs !== last.graphs) setLast({ networks, graphs });
  return { networks: last.networks, isBefore: networks === null };
}

function networksOf(experiment: Experiment) {
  try {
    return { teacher: teacherNetwork(experiment), student: studentNetwork(experiment) };
  } catch {
    return null;
  }
}

/** Charts are dear to draw, and nobody reads more than four pictures a second. */
const curvesMs = 250;
const selectCurves = ({ views, shown, run }: LabState) => ({ views, shown, recorded: run.status === "recorded" });

export const CurvesRegion = memo(function CurvesRegion(): ReactNode {
  const messages = useMessages();
  const { views, shown, recorded } = useSlowLabState(selectCurves, curvesMs);
  const plan = shown?.plan ?? null;
  const runs = useMemo(
    () => ({
      student: plan ? curveRuns(messages, plan, views, recorded) : [],
      teacher: plan ? teacherCurveRuns(messages, plan, views, recorded) : [],
    }),
    [messages, plan, views, recorded],
  );
  const { regions } = messages;
  return (
    <Region name="curves" title={recorded ? `${regions.curves} (${regions.recorded})` : regions.curves}>
      <CurvesPanel runs={runs} />
    </Region>
  );
});
