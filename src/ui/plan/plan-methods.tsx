/** The methods to compare, each with its iterations. */
import { useMemo, type ReactNode } from "react";
import { methodChoices, plainTotal, planOfChoices, totalsBeside } from "../../client/plan-choices.ts";
import type { Plan } from "../../core/experiment.ts";
import { stageOneIterations } from "../../core/methods/facts.ts";
import { useMessages } from "../messages/messages.ts";

const withoutTotal = methodChoices.filter((name) => name !== plainTotal);

interface PlanMethodsProps {
  /** What is set up. */
  readonly source: Plan;
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

export function PlanMethods({ source, chosen, onChange }: PlanMethodsProps): ReactNode {
  const { plan: words } = useMessages();
  const rows = useMemo(() => {
    const { experiments } = planOfChoices(source, { methods: withoutTotal, seeds: [1], rates: null, varied: [] });
    return experiments.map(({ name, method, task }) => ({
      name,
      length: words.iterations(stageOneIterations(method), task.iterations),
    }));
  }, [source, words]);
  const totals = useMemo(() => totalsBeside(source, chosen), [source, chosen]);
  const all = [...rows, { name: plainTotal, length: totals.length === 0 ? words.noTotal : words.totals(totals) }];
  return (
    <fieldset className="plan-methods">
      <legend>{words.methods}</legend>
      {all.map(({ name, length }) => {
        const isIn = chosen.includes(name);
        return (
          <label key={name}>
            <input
              type="checkbox"
              checked={isIn}
              onChange={() => onChange(isIn ? chosen.filter((other) => other !== name) : [...chosen, name])}
            />
            <span>
              {words.choices(name)}
              <small>{length}</small>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
