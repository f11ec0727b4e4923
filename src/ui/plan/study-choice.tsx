/** The plans that the command line knows by name: the paper's tables, transfer, methods at their own rates. */
import { useId, useState, type ReactNode } from "react";
import { isUnderWay } from "../../client/live-run.ts";
import { gapsOf } from "../../core/paper/gaps.ts";
import { studies } from "../../core/studies.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { PlanSize } from "./plan-size.tsx";

const names = [...studies.keys()];

export function StudyChoice({ onDone }: { readonly onDone: () => void }): ReactNode {
  const lab = useLab();
  const { app, plan: words, regions } = useMessages();
  const fixed = useLabState((state) => isUnderWay(state.run));
  const [name, setName] = useState(names[0]!);
  const id = useId();
  const study = studies.get(name)!;
  const gaps = gapsOf(study);
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
        <PlanSize plan={study} />
      </p>
      {gaps && (
        <ul>
          {words.paperGaps(gaps).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      <div className="plan-buttons">
        <button type="button" aria-disabled={fixed} onClick={take}>
          {words.useStudy}
        </button>
      </div>
    </section>
  );
}
