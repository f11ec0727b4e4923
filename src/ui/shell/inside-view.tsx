import { useCallback, useState, type ReactNode } from "react";
import type { ViewPanel } from "../../core/link-view.ts";
import { probeImagesOf } from "../../core/probe.ts";
import { RelationPanel } from "../compared/relation-panel.tsx";
import { FeaturesPanel } from "../features/features-panel.tsx";
import { MatricesPanel } from "../matrices/matrices-panel.tsx";
import type { ViewChoice } from "../matrices/view-choice.ts";
import { firstChoice } from "../matrices/view-choice.ts";
import { ConfusionPanel } from "../predictions/confusion-panel.tsx";
import { PredictionsPanel } from "../predictions/predictions-panel.tsx";
import type { PairProps } from "./regions.tsx";
import type { ShownRun } from "./shown-run.ts";

interface InsideViewProps extends PairProps {
  readonly shown: ShownRun;
  readonly tab: ViewPanel;
}

/** What the chosen tab shows; of a run that cannot be looked into its matrices. What was chosen stays from tab to tab. */
export function InsideView({ shown, tab, ...pair }: InsideViewProps): ReactNode {
  const [choice, setChoice] = useState(firstChoice);
  const onChoose = useCallback((changes: Partial<ViewChoice>) => setChoice((old) => ({ ...old, ...changes })), []);
  const { view, live, experiment, matches, compared, teacherMatrices, comparison, relation, heldOut, probed, going } =
    shown;
  const viewing = { choice, onChoose, going, heldOut, ...pair };
  if (!live || !experiment || (tab === "matrices" && !relation)) {
    return (
      <MatricesPanel
        run={view}
        teacherMatrices={teacherMatrices}
        matches={matches}
        comparison={comparison}
        probed={probed}
        {...viewing}
      />
    );
  }
  const looking = { run: live, matches: compared, probed: probeImagesOf(heldOut) };
  const predicting = { run: live, hasTeacher: teacherMatrices !== null, going };
  switch (tab) {
    case "matrices":
      return relation && <RelationPanel kind={relation} {...looking} {...viewing} />;
    case "features":
      return <FeaturesPanel experiment={experiment} relation={relation} {...looking} {...viewing} />;
    case "predictions":
      return <PredictionsPanel images={heldOut} {...predicting} />;
    case "confusion":
      return <ConfusionPanel {...predicting} />;
    default:
      return tab satisfies never;
  }
}
