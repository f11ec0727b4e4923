/** Makes a plan of the set-up: which methods, how many seeds, whether each tries its rates first, and what else varies. */
import { useId, useMemo, useState, type ReactNode } from "react";
import { estimateOf } from "../../client/estimate.ts";
import { isUnderWay } from "../../client/live-run.ts";
import {
  methodChoices,
  planOfChoices,
  plainTotal,
  variedSettings,
  type PlanChoices,
  type VariedSetting,
} from "../../client/plan-choices.ts";
import type { Experiment, Plan } from "../../core/experiment.ts";
import { stageOneIterations } from "../../core/methods/facts.ts";
import { runsOf } from "../../core/plan-runs.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { TimeText } from "../setup/estimate-of-plan.tsx";
import { DialogButton } from "../shell/dialog-button.tsx";
import { numbersIn } from "./number-list.ts";
import { troubleWith } from "./plan-trouble.ts";
import { StudyChoice } from "./study-choice.tsx";
import "./plan.css";

export function PlanButton(): ReactNode {
  const { plan: words } = useMessages();
  return (
    <DialogButton label={words.open} title={words.title} closeLabel={words.close} className="plan-dialog">
      {(close) => <PlanForm onDone={close} />}
    </DialogButton>
  );
}

/** As they are typed. */
interface Draft {
  readonly methods: readonly string[];
  readonly seeds: string;
  readonly sweeps: boolean;
  readonly rates: string;
  readonly varied: VariedSetting | null;
  readonly values: string;
}

const firstDraft: Draft = {
  methods: ["plain", "soft-logits", "fsp"],
  seeds: "1, 2, 3",
  sweeps: false,
  rates: "0.05, 0.1, 0.2",
  varied: null,
  values: "",
};

/** Null where something typed is no list of numbers. */
function choicesIn({ methods, seeds: seedText, sweeps, rates: rateText, varied, values: valueText }: Draft) {
  const seeds = numbersIn(seedText);
  const rates = sweeps ? numbersIn(rateText)?.toSorted((a, b) => a - b) : null;
  const values = varied ? numbersIn(valueText) : [];
  if (!seeds || rates === undefined || !values) return null;
  return { methods, seeds, rates, varied: varied && { setting: varied, values } } satisfies PlanChoices;
}

function PlanForm({ onDone }: { readonly onDone: () => void }): ReactNode {
  const lab = useLab();
  const messages = useMessages();
  const { plan: words } = messages;
  const source = useLabState((state) => state.plan);
  const fixed = useLabState((state) => isUnderWay(state.run));
  const [draft, setDraft] = useState(firstDraft);
  const change = (changes: Partial<Draft>) => setDraft((old) => ({ ...old, ...changes }));
  const choices = choicesIn(draft);
  const planned = choices && choices.methods.length > 0 ? planOfChoices(source, choices) : null;
  const trouble = planned ? troubleWith(messages, planned) : choices ? words.noMethod : words.badNumbers;
  const id = useId();
  const take = (trains: boolean) => {
    if (!planned || trouble !== null || fixed) return;
    lab.setUpPlan(planned);
    if (trains) lab.train();
    onDone();
  };
  const text = (name: string, field: "seeds" | "rates" | "values", hint: string | null) => (
    <div className="plan-row">
      <label htmlFor={`${id}-${field}`}>{name}</label>
      <input
        id={`${id}-${field}`}
        value={draft[field]}
        aria-invalid={numbersIn(draft[field]) === null}
        aria-describedby={hint === null ? undefined : `${id}-${field}-hint`}
        onChange={(event) => change({ [field]: event.target.value })}
      />
      {hint !== null && <p id={`${id}-${field}-hint`}>{hint}</p>}
    </div>
  );
  return (
    <>
      <p>{words.intro}</p>
      <fieldset disabled={fixed} className="plan-fields">
        <Methods source={source} chosen={draft.methods} onChange={(methods) => change({ methods })} />
        {text(words.seeds, "seeds", words.seedsHint)}
        <div className="plan-row">
          <label>
            <input
              type="checkbox"
              checked={draft.sweeps}
              onChange={(event) => change({ sweeps: event.target.checked })}
            />{" "}
            {words.sweep}
          </label>
          <p>{words.sweepHint}</p>
        </div>
        {draft.sweeps && text(words.rates, "rates", null)}
        <div className="plan-row">
          <label htmlFor={`${id}-vary`}>{words.vary}</label>
          <select
            id={`${id}-vary`}
            value={draft.varied ?? ""}
            onChange={(event) =>
              change({ varied: variedSettings.find((setting) => setting === event.target.value) ?? null })
            }
          >
            <option value="">{words.varyNothing}</option>
            {variedSettings.map((setting) => (
              <option key={setting} value={setting}>
                {words.varied[setting]}
              </option>
            ))}
          </select>
        </div>
        {draft.varied && text(words.values, "values", null)}
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
      <StudyChoice fixed={fixed} onDone={onDone} />
    </>
  );
}

interface MethodsProps {
  readonly source: Plan;
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

function Methods({ source, chosen, onChange }: MethodsProps): ReactNode {
  const { plan: words } = useMessages();
  const all = useMemo(
    () => planOfChoices(source, { methods: methodChoices, seeds: [1], rates: null, varied: null }).experiments,
    [source],
  );
  return (
    <fieldset className="plan-methods">
      <legend>{words.methods}</legend>
      {all.map((experiment) => {
        const { name } = experiment;
        const isIn = chosen.includes(name);
        return (
          <label key={name}>
            <input
              type="checkbox"
              checked={isIn}
              onChange={() => onChange(isIn ? chosen.filter((other) => other !== name) : [...chosen, name])}
            />
            <span>
              <MethodName experiment={experiment} />
              <small>{words.iterations(stageOneIterations(experiment.method), experiment.task.iterations)}</small>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}

function MethodName({ experiment: { name } }: { readonly experiment: Experiment }): ReactNode {
  const { plan: words, regions } = useMessages();
  if (name === "plain") return words.plain;
  return name === plainTotal ? words.plainTotal : regions.experiment(name);
}

const hasGpuApi = "gpu" in navigator;

function PlanSize({ plan }: { readonly plan: Plan }): ReactNode {
  const { plan: words } = useMessages();
  const measured = useLabState((state) => state.measured);
  const { time } = useMemo(() => estimateOf(plan, measured, hasGpuApi), [plan, measured]);
  const { sweep, experiments } = plan;
  const trials = sweep ? sweep.rates.length * sweep.seeds.length * experiments.length : 0;
  return (
    <>
      <span>{words.size(runsOf(plan).length, trials)}</span> · <TimeText time={time} />
    </>
  );
}
