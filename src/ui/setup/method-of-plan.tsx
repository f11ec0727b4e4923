import { useId, type ReactNode } from "react";
import type { Experiment } from "../../core/experiment.ts";
import { withChanges } from "../../client/settings.ts";
import { toPlan } from "../../core/document.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { OpenMatching } from "../matching/open-matching.tsx";
import { useMessages } from "../messages/messages.ts";
import { NumberField, useSettings } from "./fields.tsx";
import { LambdaSuggestion } from "./lambda-suggestion.tsx";

const methods = ["fsp", "none"] as const;

/** A plan's experiments have their methods; a lone experiment's can be chosen. */
export function MethodOfPlan(): ReactNode {
  const { setup } = useMessages();
  const isPlan = useLabState((state) => state.setup.origin.kind === "plan");
  const settings = useSettings();
  return (
    <section className="setup-group">
      <div className="setup-head">
        <h2>{setup.method}</h2>
        {settings.method === "fsp" && <OpenMatching />}
      </div>
      {isPlan ? <ExperimentsToRun /> : <MethodChoice />}
      {settings.method === "fsp" && <NumberField setting="lambda" hint={setup.paperSilent} />}
      <LambdaSuggestion />
    </section>
  );
}

function MethodChoice(): ReactNode {
  const lab = useLab();
  const { setup } = useMessages();
  const { method } = useSettings();
  const name = useId();
  return (
    <fieldset className="setup-list">
      <legend className="visually-hidden">{setup.method}</legend>
      {methods.map((option) => (
        <label key={option} className="setup-option">
          <input type="radio" name={name} checked={method === option} onChange={() => lab.change({ method: option })} />
          <span>{setup.methods[option]}</span>
        </label>
      ))}
    </fieldset>
  );
}

function ExperimentsToRun(): ReactNode {
  const { setup } = useMessages();
  const { origin, changes, leftOut } = useLabState((state) => state.setup);
  const { experiments, baseline } = withChanges(toPlan(origin), changes);
  return (
    <fieldset className="setup-list">
      <legend className="visually-hidden">{setup.experiments}</legend>
      {experiments.map((experiment) => {
        const out = leftOut.includes(experiment.name);
        const last = !out && leftOut.length === experiments.length - 1;
        return (
          <ExperimentTick
            key={experiment.name}
            experiment={experiment}
            isBaseline={experiment.name === baseline}
            checked={!out}
            fixed={last}
          />
        );
      })}
    </fieldset>
  );
}

interface ExperimentTickProps {
  readonly experiment: Experiment;
  readonly isBaseline: boolean;
  readonly checked: boolean;
  /** The last one that is left cannot be left out. */
  readonly fixed: boolean;
}

function ExperimentTick({ experiment, isBaseline, checked, fixed }: ExperimentTickProps): ReactNode {
  const lab = useLab();
  const { setup, regions } = useMessages();
  const { name, method, task } = experiment;
  const iterations =
    method.kind === "fsp" ? setup.fspRun(method.schedule.iterations, task.iterations) : setup.plainRun(task.iterations);
  const id = useId();
  return (
    <div className="setup-option">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={fixed}
        aria-describedby={`${id}-hint`}
        onChange={(event) => lab.leaveOut(name, !event.target.checked)}
      />
      <div>
        <label htmlFor={id}>{regions.experiment(name)}</label>
        {isBaseline && (
          <span className="setup-baseline" title={setup.baselineMeaning}>
            {setup.baseline}
          </span>
        )}
        <p className="setup-hint" id={`${id}-hint`}>
          {iterations}
        </p>
      </div>
    </div>
  );
}
