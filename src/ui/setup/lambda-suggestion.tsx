import { useMemo, useState, type ReactNode } from "react";
import type { LabState } from "../../client/lab-store.ts";
import { viewKey } from "../../client/phases.ts";
import { leadOf } from "../../client/settings.ts";
import { canonicalJson } from "../../core/canonical.ts";
import { readsFsp, stageOneOf } from "../../core/methods/facts.ts";
import type { Look } from "../../core/look.ts";
import type { RunKey } from "../../core/report.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { useLook } from "../predictions/use-look.ts";

/** A lambda for the experiment that is set up, measured where a run of it, but for its lambda, began stage 1 here. */
export function LambdaSuggestion(): ReactNode {
  const experiment = useLabState((state) => leadOf(state.plan).name);
  const seed = useLabState(measurableSeed);
  const run = useMemo(() => (seed === null ? null : { experiment, seed }), [experiment, seed]);
  return run && <Suggestion key={viewKey(run)} run={run} />;
}

const gradients: Look = { type: "gradients" };

function Suggestion({ run }: { readonly run: RunKey }): ReactNode {
  const { setup, matrices } = useMessages();
  const lab = useLab();
  const [isAsked, setAsked] = useState(false);
  const looked = useLook(run, isAsked ? gradients : null, false);
  const found = looked?.status === "answered" && looked.answer.type === "gradients" ? looked.answer.gradients : null;
  const lambda = found?.lambda ?? null;
  return (
    <div className="setup-hint" aria-live="polite">
      {!isAsked && (
        <button type="button" onClick={() => setAsked(true)}>
          {setup.suggestLambda}
        </button>
      )}
      {looked?.status === "asked" && matrices.looking}
      {looked?.status === "refused" && matrices.cannotLook[looked.code]}
      {found && <p>{setup.gradientLengths(found)}</p>}
      {lambda !== null && (
        <button type="button" onClick={() => lab.change({ lambda: Number(lambda.toPrecision(2)) })}>
          {setup.takeLambda(Number(lambda.toPrecision(2)))}
        </button>
      )}
    </div>
  );
}

/** Null where no run on screen tells. */
function measurableSeed({ plan, shown, views, run }: LabState): number | null {
  if (!shown || run.status === "recorded") return null;
  const [lead, ran] = [leadOf(plan), leadOf(shown.plan)];
  if (!readsFsp(lead.method) || !stageOneOf(lead.method) || !readsFsp(ran.method)) return null;
  const alike = { ...ran, method: { ...ran.method, lambda: lead.method.lambda } };
  if (canonicalJson(alike) !== canonicalJson(lead)) return null;
  const isKept = (seed: number) =>
    views[viewKey({ experiment: ran.name, seed })]?.snapshots.some(({ stage, step }) => stage === 1 && step === 0);
  return shown.plan.seeds.find(isKept) ?? null;
}
