import { useMemo, useState, type ReactNode } from "react";
import { useStore } from "zustand";
import type { LabState } from "../../client/lab-state.ts";
import { lookKey } from "../../client/looks.ts";
import { viewKey } from "../../client/phases.ts";
import { leadOf } from "../../client/settings.ts";
import { canonicalJson } from "../../core/canonical.ts";
import { readsFsp, stageOneOf } from "../../core/methods/facts.ts";
import type { Look } from "../../core/look.ts";
import type { LossGradients } from "../../core/loss-gradients.ts";
import type { RunKey } from "../../core/report.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { significant } from "../numbers.ts";
import { useLook } from "../predictions/use-look.ts";

const gradients: Look = { type: "gradients" };

/** A lambda for the experiment that is set up, measured where a run of it, but for its lambda, began stage 1 here. */
export function LambdaSuggestion(): ReactNode {
  const experiment = useLabState((state) => leadOf(state.plan).name);
  const seed = useLabState(measurableSeed);
  const run = useMemo(() => (seed === null ? null : { experiment, seed }), [experiment, seed]);
  return run && <Suggestion key={viewKey(run)} run={run} />;
}

function Suggestion({ run }: { readonly run: RunKey }): ReactNode {
  const { setup, matrices } = useMessages();
  const lab = useLab();
  const [isAsked, setAsked] = useState(false);
  const { looks } = lab;
  const isKnown = useStore(looks.store, ({ looked }) => looked.has(lookKey(run, gradients)));
  // Asked for in the set-up, it is on the screen of pairs too.
  const looked = useLook(run, isAsked || isKnown ? gradients : null, false);
  const found = looked?.status === "answered" && looked.answer.type === "gradients" ? looked.answer.gradients : null;
  const lambda = found?.lambda ?? null;
  return (
    <div className="setup-hint" aria-live="polite">
      {!looked && (
        <button type="button" onClick={() => setAsked(true)}>
          {setup.suggestLambda}
        </button>
      )}
      {looked?.status === "asked" && matrices.looking}
      {looked?.status === "refused" && matrices.cannotLook[looked.code]}
      {found && <GradientTable found={found} />}
      {lambda !== null && (
        <button type="button" onClick={() => lab.change({ lambda: Number(lambda.toPrecision(2)) })}>
          {setup.takeLambda(Number(lambda.toPrecision(2)))}
        </button>
      )}
    </div>
  );
}

/** The lengths of the losses' gradients: as they are with each lambda 1, and with the lambdas that are set up. */
function GradientTable({ found }: { readonly found: LossGradients }): ReactNode {
  const { gradients: words } = useMessages().setup;
  const method = useLabState((state) => leadOf(state.plan).method);
  if (!readsFsp(method)) return null;
  const { lambda, pairLambda } = method;
  const isCommon = Object.keys(pairLambda).length === 0;
  const rows = [
    { name: words.task, plain: found.task, weighted: found.task },
    ...found.pairs.map(({ pair, norm }) => ({
      name: pair,
      plain: norm,
      weighted: norm * (pairLambda[pair] ?? lambda),
    })),
    // Gradients of pairs point in different directions: with unequal weights their sum is not known from their lengths.
    { name: words.fsp, plain: found.fsp, weighted: isCommon ? found.fsp * lambda : null },
  ];
  return (
    <table className="setup-gradients">
      <caption>{words.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{words.loss}</th>
          <th scope="col">{words.plain}</th>
          <th scope="col">{words.weighted}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, plain, weighted }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{significant(plain)}</td>
            <td>{weighted === null || Number.isNaN(weighted) ? "–" : significant(weighted)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Null where no run on screen tells. */
function measurableSeed({ plan, shown, views, run }: LabState): number | null {
  if (!shown || run.status === "recorded") return null;
  const [lead, ran] = [leadOf(plan), leadOf(shown.plan)];
  if (!readsFsp(lead.method) || !stageOneOf(lead.method) || !readsFsp(ran.method)) return null;
  const { lambda, pairLambda } = lead.method;
  const alike = { ...ran, method: { ...ran.method, lambda, pairLambda } };
  if (canonicalJson(alike) !== canonicalJson(lead)) return null;
  const isKept = (seed: number) =>
    views[viewKey({ experiment: ran.name, seed })]?.snapshots.some(({ stage, step }) => stage === 1 && step === 0);
  return shown.plan.seeds.find(isKept) ?? null;
}
