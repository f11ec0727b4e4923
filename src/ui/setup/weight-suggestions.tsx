/** How hard each loss of a stage pulls, and the weight with which both pull alike, measured in a run on screen. */
import { useMemo, type ReactNode } from "react";
import { useStore } from "zustand";
import type { LabState } from "../../client/lab-state.ts";
import { isUnderWay } from "../../client/live-run.ts";
import { lookKey } from "../../client/looks.ts";
import { viewKey } from "../../client/phases.ts";
import { leadOf } from "../../client/settings.ts";
import { canonicalJson } from "../../core/canonical.ts";
import type { Method } from "../../core/experiment.ts";
import type { Look } from "../../core/look.ts";
import type { LossGradients } from "../../core/loss-gradients.ts";
import { readsFsp, stageOneIterations } from "../../core/methods/facts.ts";
import { unweighted, weightOf } from "../../core/methods/weights.ts";
import type { RunKey } from "../../core/report.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { significant } from "../numbers.ts";

type TaughtStage = 1 | 2;

/** For each stage that learns from the teacher, of the experiment that is set up. */
export function WeightSuggestions(): ReactNode {
  const method = useLabState((state) => leadOf(state.plan).method);
  const stages = ([1, 2] as const).filter((stage) => weightOf(method, stage) !== null);
  return stages.map((stage) => <OfStage key={stage} stage={stage} />);
}

function OfStage({ stage }: { readonly stage: TaughtStage }): ReactNode {
  const experiment = useLabState((state) => leadOf(state.plan).name);
  const seed = useLabState((state) => measurableSeed(state, stage));
  const going = useLabState(({ run }) => isUnderWay(run));
  const run = useMemo(() => (seed === null ? null : { experiment, seed }), [experiment, seed]);
  return run && <Suggestion run={run} stage={stage} going={going} />;
}

interface SuggestionProps {
  readonly run: RunKey;
  readonly stage: TaughtStage;
  /** Then it is measured where training stands, and nothing can be changed. */
  readonly going: boolean;
}

function Suggestion({ run, stage, going }: SuggestionProps): ReactNode {
  const { setup, matrices } = useMessages();
  const lab = useLab();
  const method = useLabState((state) => leadOf(state.plan).method);
  const look: Look = { type: "gradients", from: going ? "now" : stage };
  const looked = useStore(lab.looks.store, (state) => state.looked.get(lookKey(run, look)));
  const found = looked?.status === "answered" && looked.answer.type === "gradients" ? looked.answer.gradients : null;
  const weight = weightOf(method, stage);
  if (!weight) return null;
  const name = setup.weights[weight.setting];
  const value = found?.balance === undefined || found.balance === null ? null : Number(found.balance.toPrecision(2));
  return (
    <div className="setup-hint" aria-live="polite">
      {(!looked || (going && looked.status !== "asked")) && (
        <button type="button" onClick={() => lab.looks.ask(run, look)}>
          {going
            ? setup.measureNow
            : setup.suggest(weight.setting === "lambda" ? null : setup.settings[weight.setting])}
        </button>
      )}
      {looked?.status === "asked" && matrices.looking}
      {looked?.status === "refused" && matrices.cannotLook[looked.code]}
      {found && <GradientTable found={found} method={method} name={name} />}
      {found && !going && <p>{setup.gradients.sentence(found.task, found.learned, name)}</p>}
      {value !== null && !going && (
        <button type="button" onClick={() => lab.change({ [weight.setting]: value })}>
          {setup.takeWeight(name, value, stage)}
        </button>
      )}
    </div>
  );
}

interface TableProps {
  readonly found: LossGradients;
  readonly method: Method;
  /** The weight's. */
  readonly name: string;
}

/** The lengths of the losses' gradients: as they are with each weight 1, and with the weights that are set up. */
function GradientTable({ found, method, name }: TableProps): ReactNode {
  const { gradients: words } = useMessages().setup;
  const { stage, step } = found.moment;
  const value = weightOf(method, stage)?.value ?? Number.NaN;
  const pairLambda = found.setting === "lambda" && readsFsp(method) ? method.pairLambda : {};
  const isCommon = Object.keys(pairLambda).length === 0;
  const rows = [
    { row: words.task, plain: found.task, weighted: found.setting === "share" ? (1 - value) * found.task : found.task },
    ...found.parts.map(({ part, norm }) => ({ row: part, plain: norm, weighted: norm * (pairLambda[part] ?? value) })),
    // Gradients of parts point in different directions: with unequal weights their sum is not known from their lengths.
    ...(found.parts.length > 1
      ? [
          {
            row: words.together[found.name],
            plain: found.learned,
            weighted: isCommon ? found.learned * value : null,
          },
        ]
      : []),
  ];
  return (
    <table className="setup-gradients">
      <caption>{words.caption(stage, step)}</caption>
      <thead>
        <tr>
          <th scope="col">{words.loss}</th>
          <th scope="col">{words.plain(name)}</th>
          <th scope="col">{words.weighted(name)}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ row, plain, weighted }) => (
          <tr key={row}>
            <th scope="row">{row}</th>
            <td>{significant(plain)}</td>
            <td>{weighted === null || Number.isNaN(weighted) ? "–" : significant(weighted)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/**
 * Of the run that trains the experiment that is set up, in this stage; of one that has ended, where it began the stage and
 * differs in nothing but that stage's weight. Null where no run on screen tells.
 */
function measurableSeed({ plan, shown, views, run }: LabState, stage: TaughtStage): number | null {
  if (!shown || run.status === "recorded") return null;
  const [lead, ran] = [leadOf(plan), leadOf(shown.plan)];
  if (isUnderWay(run)) {
    const current = Object.values(views).at(-1);
    const isLead = current?.run.experiment === lead.name && current.done?.stage === stage;
    return isLead && current.snapshots.length > 0 ? current.run.seed : null;
  }
  const plain = ({ method, ...rest }: typeof lead) => canonicalJson({ ...rest, method: unweighted(method, stage) });
  if (plain(lead) !== plain(ran)) return null;
  // Stage 2 begins with what stage 1 ended with.
  const before = stageOneIterations(ran.method);
  const begins = stage === 2 && before > 0 ? { stage: 1, step: before } : { stage, step: 0 };
  const isKept = (seed: number) =>
    views[viewKey({ experiment: ran.name, seed })]?.snapshots.some(
      (moment) => moment.stage === begins.stage && moment.step === begins.step,
    );
  return shown.plan.seeds.find(isKept) ?? null;
}
