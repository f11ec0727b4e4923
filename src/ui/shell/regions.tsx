/** Regions C, D and E: the three views, each given its part of the lab's state. */
import { memo, useCallback, useMemo, useState, type ReactNode } from "react";
import { useStore } from "zustand";
import type { LabState } from "../../client/lab-state.ts";
import { picturedPlan } from "../../client/lab-state.ts";
import type { Views } from "../../client/live-run.ts";
import { isUnderWay } from "../../client/live-run.ts";
import { viewKey } from "../../client/phases.ts";
import type { RunView } from "../../client/run-view.ts";
import { leadOf } from "../../client/settings.ts";
import type { TimeCursor } from "../../client/time-cursor.ts";
import { shownAt } from "../../client/time-cursor.ts";
import { studentNetwork, teacherNetwork } from "../../core/build-network.ts";
import type { Experiment, Plan } from "../../core/experiment.ts";
import type { ViewPanel } from "../../core/link-view.ts";
import { viewPanels } from "../../core/link-view.ts";
import type { Match } from "../../core/pairs.ts";
import { matchesOf } from "../../core/matching.ts";
import { hasTeacher } from "../../core/plan-runs.ts";
import type { RunKey } from "../../core/report.ts";
import { probeImagesOf } from "../../core/probe.ts";
import { comparedBy, relationOf } from "../compared/compared-by.ts";
import { RelationPanel } from "../compared/relation-panel.tsx";
import { CurvesPanel } from "../curves/curves-panel.tsx";
import { useLab, useLabState, useSlowLabState } from "../lab-context.ts";
import { FeaturesPanel } from "../features/features-panel.tsx";
import { MatricesPanel } from "../matrices/matrices-panel.tsx";
import { Segmented } from "../matrices/segmented.tsx";
import { TimeBar } from "../matrices/time-bar.tsx";
import type { ViewChoice } from "../matrices/view-choice.ts";
import { firstChoice } from "../matrices/view-choice.ts";
import { useMessages } from "../messages/messages.ts";
import { ConfusionPanel } from "../predictions/confusion-panel.tsx";
import { PredictionsPanel } from "../predictions/predictions-panel.tsx";
import { NetworksPanel } from "../networks/networks-panel.tsx";
import { SlowMotionButton } from "../slow-motion/slow-motion.tsx";
import { NotDrawn } from "../networks/not-drawn.tsx";
import { curveRuns, teacherCurveRuns } from "./curve-runs.ts";
import { Region } from "./region.tsx";
import { viewStore } from "./view-store.ts";

interface PairProps {
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

export const MatricesRegion = memo(function MatricesRegion({ selectedPair, onSelectPair }: PairProps): ReactNode {
  const { matrices, predictions, regions } = useMessages();
  const tab = useStore(viewStore, ({ panel }) => panel);
  const [choice, setChoice] = useState(firstChoice);
  const [chosen, setChosen] = useState<string | null>(null);
  const views = useLabState((state) => state.views);
  const plan = useLabState((state) => state.shown?.plan ?? null);
  const going = useLabState((state) => isUnderWay(state.run));
  const withMatrices = Object.entries(views).filter(([, view]) => view.matrices);
  const current = useLabState(({ queue }) => queue?.current ?? null);
  const view = (chosen !== null && views[chosen]) || inProgress(views, plan, going ? current : null);
  // Of the run on screen, which need not be one that is set up.
  const experiment = plan && (plan.experiments.find(({ name }) => name === view?.run.experiment) ?? leadOf(plan));
  const matches = useMemo(() => (experiment ? shownMatches(experiment) : undefined), [experiment]);
  const teacherMatrices = view?.teacherMatrices ?? withMatrices[0]?.[1].teacherMatrices ?? null;
  const compared = (teacherMatrices && matches) ?? noMatches;
  const follows = chosen === null || !views[chosen];
  const picker = withMatrices.length > 1 && (
    <label className="region-picker">
      {regions.shownRun}{" "}
      <select
        value={follows && going ? "" : view ? viewKey(view.run) : ""}
        onChange={(event) => setChosen(event.target.value || null)}
      >
        {going && <option value="">{regions.followedRun}</option>}
        {withMatrices.map(([key, { run }]) => (
          <option key={key} value={key}>
            {regions.seedOf(run.experiment, run.seed)}
          </option>
        ))}
      </select>
    </label>
  );
  // A recorded run has nothing to be asked: only its matrices are there to see.
  const live = view && view.snapshots.length > 0 ? view : null;
  const heldOut = experiment?.data.validation ?? 0;
  const comparison = useMemo(() => experiment && comparedBy(experiment), [experiment]);
  const relation = relationOf(comparison);
  const probed = plan && (anyTeacher(plan) ? probeImagesOf(heldOut) : 0);
  const cursor = useStore(useLab().looks.store, (state) => state.cursor);
  const onChoose = useCallback((changes: Partial<ViewChoice>) => setChoice((old) => ({ ...old, ...changes })), []);
  const note =
    cursor && view ? (
      <TimeBar view={view} cursor={cursor} shown={shownMoment(view, cursor, live ? tab : "matrices")} going={going} />
    ) : probed && !live ? (
      matrices.heldOut(probed)
    ) : null;
  const tabs = live && experiment && (
    <>
      <Segmented<ViewPanel>
        legend={predictions.view}
        options={viewPanels.map((value) => ({ value, label: predictions.views[value] }))}
        value={tab}
        onChange={(panel) => viewStore.setState({ panel })}
      />
      <SlowMotionButton run={live} experiment={experiment} matches={compared} />
    </>
  );
  const shared = { hasTeacher: teacherMatrices !== null, going };
  const viewing = { choice, onChoose, going, heldOut };
  return (
    <Region name="matrices" title={regions.matrices} hidesTitle={live !== null} tabs={tabs} note={note} end={picker}>
      {live && experiment && tab === "features" && (
        <FeaturesPanel
          run={live}
          experiment={experiment}
          matches={compared}
          probed={probeImagesOf(heldOut)}
          {...viewing}
        />
      )}
      {live && tab === "predictions" && <PredictionsPanel run={live} images={heldOut} {...shared} />}
      {live && tab === "confusion" && <ConfusionPanel run={live} {...shared} />}
      {live && tab === "matrices" && relation && (
        <RelationPanel
          run={live}
          kind={relation}
          matches={compared}
          probed={probeImagesOf(heldOut)}
          {...viewing}
          selectedPair={selectedPair}
          onSelectPair={onSelectPair}
        />
      )}
      {(!live || (tab === "matrices" && !relation)) && (
        <MatricesPanel
          run={view}
          teacherMatrices={teacherMatrices}
          {...(matches && { matches })}
          comparison={comparison}
          probed={probed}
          {...viewing}
          selectedPair={selectedPair}
          onSelectPair={onSelectPair}
        />
      )}
    </Region>
  );
});

/** Of the matrices, or of the weights that predict. */
function shownMoment(view: RunView, cursor: TimeCursor, tab: ViewPanel) {
  const { matrices, at } = shownAt(view, cursor);
  return tab === "matrices" ? matrices : at === "now" ? null : at;
}

const noMatches: readonly Match[] = [];

function anyTeacher(plan: Plan): boolean {
  return plan.experiments.some((experiment) => hasTeacher(plan, experiment));
}

function shownMatches(experiment: Experiment): readonly Match[] {
  return matchesOf(experiment.method, teacherNetwork(experiment), studentNetwork(experiment));
}

/** The run that is trained now; else the one of the plan that is not finished; of those side by side or all finished, the first. */
function inProgress(views: Views, plan: Plan | null, current: RunKey | null): RunView | null {
  const trained = current && views[viewKey(current)];
  if (trained && plan?.experiments.some(({ name }) => name === current.experiment)) return trained;
  const begun = plan?.seeds.flatMap((seed) =>
    plan.experiments.flatMap(({ name }) => views[viewKey({ experiment: name, seed })] ?? []),
  );
  if (!begun?.length) return null;
  const going = begun.filter(({ result }) => result === null);
  return going.length === 1 ? going[0]! : begun[0]!;
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
