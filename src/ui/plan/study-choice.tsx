/** The plans that the command line knows by name: the paper's tables, transfer, methods at their own rates. */
import { useId, useMemo, useState, type ReactNode } from "react";
import { estimateOf } from "../../client/estimate.ts";
import { runsOf } from "../../core/plan-runs.ts";
import { studies } from "../../core/studies.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { TimeText } from "../setup/estimate-of-plan.tsx";

interface StudyChoiceProps {
  readonly fixed: boolean;
  readonly onDone: () => void;
}

const names = [...studies.keys()];

export function StudyChoice({ fixed, onDone }: StudyChoiceProps): ReactNode {
  const lab = useLab();
  const { app, plan: words, regions } = useMessages();
  const measured = useLabState((state) => state.measured);
  const [name, setName] = useState(names[0]!);
  const id = useId();
  const study = studies.get(name)!;
  const { time } = useMemo(() => estimateOf(study, measured, "gpu" in navigator), [study, measured]);
  const take = () => {
    if (fixed) return;
    lab.setUpPlan(study);
    onDone();
  };
  return (
    <section className="plan-row">
      <label htmlFor={id}>{words.studies}</label>
      <select id={id} value={name} onChange={(event) => setName(event.target.value)}>
        {names.map((one) => (
          <option key={one} value={one}>
            {words.studyNames[one] ?? one}
          </option>
        ))}
      </select>
      <p>
        {app.list(study.experiments.map((experiment) => regions.experiment(experiment.name)))} ·{" "}
        {words.size(runsOf(study).length, 0)} · <TimeText time={time} />
      </p>
      <div className="plan-buttons">
        <button type="button" aria-disabled={fixed} onClick={take}>
          {words.useStudy}
        </button>
      </div>
    </section>
  );
}
