/** Makes a plan of the set-up: which methods, how many seeds, whether each tries its rates first, and what else varies. */
import { useState, type ReactNode } from "react";
import { isUnderWay } from "../../client/live-run.ts";
import { leastExperiments, planOfChoices } from "../../client/plan-choices.ts";
import { mostExperiments } from "../../core/experiment.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { choicesIn, firstDraft, type PlanDraft } from "./plan-draft.ts";
import { SeedsField, SweepFields, VaryFields } from "./plan-fields.tsx";
import { PlanMethods } from "./plan-methods.tsx";
import { PlanSize } from "./plan-size.tsx";
import { troubleWith } from "./plan-trouble.ts";

export function PlanForm({ onDone }: { readonly onDone: () => void }): ReactNode {
  const lab = useLab();
  const messages = useMessages();
  const { plan: words } = messages;
  const source = useLabState((state) => state.plan);
  const fixed = useLabState((state) => isUnderWay(state.run));
  const [draft, setDraft] = useState(firstDraft);
  const change = (changes: Partial<PlanDraft>) => setDraft((old) => ({ ...old, ...changes }));
  const choices = choicesIn(draft);
  const least = choices ? leastExperiments(choices) : 0;
  const planned = choices && least <= mostExperiments ? planOfChoices(source, choices) : null;
  const trouble = planned
    ? troubleWith(messages, planned)
    : choices
      ? words.tooMany(least, mostExperiments)
      : words.badNumbers;
  const take = (trains: boolean) => {
    if (!planned || trouble !== null || fixed) return;
    lab.setUpPlan(planned);
    if (trains) lab.train();
    onDone();
  };
  return (
    <>
      <p>{words.intro}</p>
      <fieldset disabled={fixed} className="plan-fields">
        <PlanMethods source={source} chosen={draft.methods} onChange={(methods) => change({ methods })} />
        <SeedsField draft={draft} onChange={change} />
        <SweepFields draft={draft} onChange={change} />
        <VaryFields draft={draft} onChange={change} />
      </fieldset>
      <output className={trouble === null ? "plan-size" : "plan-size plan-trouble"}>
        {trouble ?? (planned && <PlanSize plan={planned} />)}
      </output>
      <div className="plan-buttons">
        <button type="button" className="primary" aria-disabled={trouble !== null || fixed} onClick={() => take(true)}>
          {words.train}
        </button>
        <button type="button" aria-disabled={trouble !== null || fixed} onClick={() => take(false)}>
          {words.use}
        </button>
      </div>
      {fixed && <p>{messages.setup.fixed}</p>}
    </>
  );
}
