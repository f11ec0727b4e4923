import type { ReactNode } from "react";
import { useId, useState } from "react";
import type { HandPair } from "../../core/experiment.ts";
import type { NamedPair } from "../../core/hand-matching.ts";
import type { Side } from "../../core/misfit.ts";
import type { Rule } from "../../core/problem.ts";
import { useLab } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import type { FactorContext } from "./factors.ts";
import { factorOf } from "./factors.ts";
import type { MatchingView } from "./use-matching.ts";

interface MatchCardsProps {
  readonly view: MatchingView;
  readonly context: FactorContext;
  readonly selectedPair: string | null;
  onRemove(this: void, pair: HandPair): void;
}

/** Each match with its layers, its weight, and what that weight is in the paper's loss. */
export function MatchCards({ view, selectedPair, ...props }: MatchCardsProps): ReactNode {
  return (
    <ul className="match-cards">
      {view.pairs.map((named) => (
        <li key={named.name} className={named.name === selectedPair ? "match-card match-selected" : "match-card"}>
          <MatchCard view={view} named={named} {...props} />
        </li>
      ))}
    </ul>
  );
}

interface MatchCardProps extends Pick<MatchCardsProps, "view" | "context" | "onRemove"> {
  readonly named: NamedPair;
}

function MatchCard({ view, named, context, onRemove }: MatchCardProps): ReactNode {
  const { matching, problems } = useMessages();
  const { matches: words } = matching;
  const { name, pair } = named;
  const { method, settings, outcome, fixed } = view;
  const match = outcome.matches.find((other) => other.name === name);
  const misfit = outcome.misfits.find((other) => other.name === name);
  const { reduction, total } = settings.convention;
  const conversion = match && factorOf(reduction, total, match, context);
  const weight = (method.pairLambda[name] ?? method.lambda) * (conversion?.factor ?? Number.NaN);
  return (
    <>
      <div className="match-head">
        <h4>{name}</h4>
        <button
          type="button"
          className="quiet"
          disabled={fixed || view.pairs.length === 1}
          title={view.pairs.length === 1 ? matching.table.lastStays : undefined}
          aria-label={words.removeOf(name)}
          onClick={() => onRemove(pair)}
        >
          {words.remove}
        </button>
      </div>
      {(["teacher", "student"] as const).map((side) => (
        <Taps key={side} side={side} view={view} taps={pair[side]} />
      ))}
      {!match && (
        <p className="match-misfit">
          {misfit && misfit.reason.code !== "alone" ? problems.misfit(name, misfit, misfit.reason) : words.notCompared}
        </p>
      )}
      <Weight view={view} name={name} />
      {Number.isFinite(weight) && <p className="match-note">{words.actsAs(weight)}</p>}
    </>
  );
}

interface TapsProps {
  readonly side: Side;
  readonly view: MatchingView;
  readonly taps: readonly string[];
}

function Taps({ side, view, taps }: TapsProps): ReactNode {
  const { matching, setup } = useMessages();
  const { matches: words } = matching;
  const nodes = view.networks[side].nodes;
  const text = (tap: string) => (nodes.some(({ name }) => name === tap) ? tap : `${tap} (${words.missing})`);
  return (
    <p className="match-taps">
      <span className={`hand-${side}`}>{setup[side]}</span> {taps.map(text).join(" → ")}
    </p>
  );
}

/** Empty, the pair has the common weight. */
function Weight({ view, name }: { readonly view: MatchingView; readonly name: string }): ReactNode {
  const lab = useLab();
  const { matching, problems } = useMessages();
  const { matches: words } = matching;
  const { method, problem, fixed } = view;
  const [draft, setDraft] = useState<string | null>(null);
  const id = useId();
  const own = method.pairLambda[name];
  const rule = problem && ruleOf(problem.problem, name);
  return (
    <div className="match-weight">
      <label htmlFor={id}>{words.lambda}</label>
      <input
        id={id}
        type="number"
        step="any"
        disabled={fixed}
        aria-label={words.lambdaOf(name)}
        aria-invalid={rule !== null}
        aria-describedby={rule ? `${id}-problem` : undefined}
        placeholder={String(method.lambda)}
        value={draft ?? (own === undefined ? "" : own)}
        onChange={(event) => {
          const { value } = event.target;
          setDraft(value);
          const { [name]: _, ...others } = method.pairLambda;
          lab.change({ pairLambda: value === "" ? others : { ...others, [name]: Number(value) } });
        }}
        onBlur={() => setDraft(null)}
      />
      {own === undefined && <span className="match-note">{words.common}</span>}
      {rule && (
        <p className="setup-problem" id={`${id}-problem`}>
          {problems.beside(rule, "pairLambda")}
        </p>
      )}
    </div>
  );
}

function ruleOf(problem: NonNullable<MatchingView["problem"]>["problem"], name: string): Rule | null {
  return problem.code === "setting" && problem.path === `method.pairLambda.${name}` ? problem.rule : null;
}
