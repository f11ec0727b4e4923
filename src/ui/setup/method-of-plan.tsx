import { useId, type ReactNode } from "react";
import type { Experiment } from "../../core/experiment.ts";
import { lossesOf, readsFsp, stageOneOf } from "../../core/methods/facts.ts";
import { methodKinds, usualMethods } from "../../core/methods/usual.ts";
import { withChanges } from "../../client/settings.ts";
import { toPlan } from "../../core/document.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { OpenMatching } from "../matching/open-matching.tsx";
import { useMessages } from "../messages/messages.ts";
import { PlanButton } from "../plan/plan-dialog.tsx";
import { ChoiceField, useSettings } from "./fields.tsx";
import { WeightSuggestions } from "./weight-suggestions.tsx";
import { MethodFields } from "./method-fields.tsx";

/** A plan's experiments have their methods; a lone experiment's can be chosen. */
export function MethodOfPlan(): ReactNode {
  const { setup } = useMessages();
  const { method } = useSettings();
  const isPlan = useLabState((state) => state.setup.origin.kind === "plan");
  return (
    <section className="setup-group">
      <div className="setup-head">
        <h2>{setup.method}</h2>
        {readsFsp(usualMethods[method]) && <OpenMatching />}
        <PlanButton />
      </div>
      {isPlan ? (
        <ExperimentsToRun />
      ) : (
        <ChoiceField setting="method" options={methodKinds} text={(kind) => setup.methods[kind]} />
      )}
      <MethodFields />
      <WeightSuggestions />
    </section>
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
    method.kind === "none"
      ? setup.plainRun(task.iterations)
      : setup.methodRun(method.kind, stageOneOf(method)?.iterations ?? null, lossesOf[method.kind][1], task.iterations);
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
