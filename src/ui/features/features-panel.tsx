import type { ReactNode } from "react";
import { useMemo, useState } from "react";
import { useStore } from "zustand";
import type { RunView } from "../../client/run-view.ts";
import { shownAt } from "../../client/time-cursor.ts";
import { studentNetwork, teacherNetwork } from "../../core/build-network.ts";
import type { Experiment } from "../../core/experiment.ts";
import type { Match } from "../../core/pairs.ts";
import type { WholeKind } from "../../core/relations/settings.ts";
import { useLab } from "../lab-context.ts";
import { SubjectBar } from "../matrices/subject-bar.tsx";
import type { Choose, ViewChoice } from "../matrices/view-choice.ts";
import { subjectOf } from "../matrices/view-choice.ts";
import { useMessages } from "../messages/messages.ts";
import { useSame } from "../use-same.ts";
import { ChannelGrid } from "./channel-grid.tsx";
import { Demonstration } from "./demonstration.tsx";
import type { TapChoice } from "./tap-choice.ts";
import { tapChoices } from "./tap-choice.ts";
import "./features.css";

interface FeaturesPanelProps {
  readonly run: RunView;
  readonly experiment: Experiment;
  /** None where the student is alone. */
  readonly matches: readonly Match[];
  readonly going: boolean;
  readonly probed: number;
  readonly heldOut: number;
  readonly choice: ViewChoice;
  readonly onChoose: Choose;
  readonly relation: WholeKind | null;
  readonly selectedPair: string | null;
  onSelectPair(this: void, name: string): void;
}

/** What both networks make of the chosen images at one tap, channel by channel, at the time cursor. */
export function FeaturesPanel(props: FeaturesPanelProps): ReactNode {
  const { run, experiment, matches, going, probed, heldOut, choice, onChoose, relation, selectedPair, onSelectPair } =
    props;
  const { features: words } = useMessages();
  const { looks } = useLab();
  const cursor = useStore(looks.store, (state) => state.cursor);
  const networks = useMemo(
    () => ({ teacher: teacherNetwork(experiment), student: studentNetwork(experiment) }),
    [experiment],
  );
  const taps = useMemo(() => tapChoices(matches, networks.student), [matches, networks]);
  const [end, setEnd] = useState<TapChoice["end"]>("first");
  const at = useSame(shownAt(run, cursor).at);
  const subject = useSame(at && subjectOf(choice, run, at, heldOut));
  const name = taps.some((each) => each.name === selectedPair) ? selectedPair : taps[0]?.name;
  const tap = taps.find((each) => each.name === name && each.end === end);
  if (!tap || !at || !subject) return <p>{words.noTap}</p>;
  const match = matches.find(({ name }) => name === tap.name);
  const shared = { run, at, subject, going };
  return (
    <div className="features">
      <div className="matrices-tools">
        <SubjectBar run={run} choice={choice} probed={probed} heldOut={heldOut} onChoose={onChoose} />
        <label className="features-choice">
          {words.tap}{" "}
          <select
            value={taps.indexOf(tap)}
            onChange={(event) => {
              const chosen = taps[Number(event.target.value)]!;
              setEnd(chosen.end);
              onSelectPair(chosen.name);
            }}
          >
            {taps.map(({ name, end }, index) => (
              <option key={`${name} ${end}`} value={index}>
                {words.tapName(name, end)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className="features-sides">
        {tap.teacher !== null && (
          <ChannelGrid
            key={`teacher ${tap.teacher}`}
            of="teacher"
            layer={tap.teacher}
            network={networks.teacher}
            {...shared}
          />
        )}
        <ChannelGrid
          key={`student ${tap.student}`}
          of="student"
          layer={tap.student}
          network={networks.student}
          {...shared}
        />
      </div>
      {match && (
        <Demonstration
          run={run}
          at={at}
          going={going}
          match={match}
          image={Math.min(choice.image, heldOut - 1)}
          relation={relation}
        />
      )}
    </div>
  );
}
