import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { useStore } from "zustand";
import type { HandPair } from "../../core/experiment.ts";
import type { Matched } from "../../core/hand-matching.ts";
import { asByHand, isSamePair, namedPairs, withoutPair, withPair } from "../../core/hand-matching.ts";
import { leadOf } from "../../client/settings.ts";
import { readsFsp } from "../../core/methods/facts.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { NotDrawn } from "../networks/not-drawn.tsx";
import { Segmented } from "../matrices/segmented.tsx";
import { useMessages } from "../messages/messages.ts";
import { WeightSuggestions } from "../setup/weight-suggestions.tsx";
import { Conventions } from "./conventions.tsx";
import type { FactorContext } from "./factors.ts";
import { HandDiagram } from "./hand-diagram.tsx";
import { MatchCards } from "./match-cards.tsx";
import { Mends } from "./mends-list.tsx";
import { matchingScreen } from "./open-matching.tsx";
import { PreflightTable } from "./preflight-table.tsx";
import { Remedies } from "./remedies.tsx";
import type { MatchingView } from "./use-matching.ts";
import { useMatching } from "./use-matching.ts";

interface PairProps {
  readonly selectedPair: string | null;
  onSelectPair(this: void, name: string): void;
}

/** The screen of pairs, conventions and remedies, over the others. */
export function MatchingDialog(props: PairProps): ReactNode {
  const { open } = useStore(matchingScreen);
  return open && <OpenDialog {...props} />;
}

function OpenDialog(props: PairProps): ReactNode {
  const { matching } = useMessages();
  const view = useMatching();
  const method = useLabState((state) => leadOf(state.plan).method);
  const [said, setSaid] = useState("");
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className="matching"
      aria-labelledby="matching-title"
      onClose={() => matchingScreen.setState({ open: false })}
    >
      <div className="matching-head">
        <h2 id="matching-title">{matching.title}</h2>
        <output>{said}</output>
        <button type="button" onClick={() => dialog.current?.close()}>
          {matching.close}
        </button>
      </div>
      {view ? (
        <Screen view={view} onSay={setSaid} {...props} />
      ) : (
        <div className="matching-body">{readsFsp(method) ? <NotDrawn /> : <p>{matching.noPairs}</p>}</div>
      )}
    </dialog>
  );
}

interface ScreenProps extends PairProps {
  readonly view: MatchingView;
  /** What was done, for the head of the screen. */
  onSay(this: void, text: string): void;
}

function Screen({ view, selectedPair, onSelectPair, onSay }: ScreenProps): ReactNode {
  const { matching, setup } = useMessages();
  const lab = useLab();
  const { method, settings, networks, experiment, outcome, fixed } = view;
  const context = useMemo<FactorContext>(
    () => ({
      matches: outcome.matches,
      batch: experiment.batch,
      matrix: settings.matrix,
      remedy: settings.remedy.kind,
    }),
    [outcome, experiment, settings],
  );
  const nameOf = (matched: Pick<Matched, "matching" | "pairLambda">, pair: HandPair) =>
    namedPairs({ ...method, ...matched }, networks).find((named) => isSamePair(named.pair, pair))?.name ?? "";
  const add = (pair: HandPair) => {
    const matched = withPair(method, networks, pair);
    if (matched) lab.change(matched);
    onSay(matched ? matching.diagram.added(nameOf(matched, pair)) : matching.diagram.notAdded);
  };
  const remove = (pair: HandPair) => {
    const name = view.pairs.find((named) => isSamePair(named.pair, pair))?.name ?? "";
    const matched = withoutPair(method, networks, pair);
    if (matched) lab.change(matched);
    onSay(matched ? matching.diagram.removed(name) : matching.table.lastStays);
  };
  const byHand = asByHand(method, networks);
  return (
    <div className="matching-body">
      {fixed && <p className="setup-note">{setup.fixed}</p>}
      <Mends view={view} partners={byHand} />
      <section aria-labelledby="matching-diagram">
        <h3 id="matching-diagram">{matching.diagram.title}</h3>
        <HandDiagram
          view={view}
          selectedPair={selectedPair}
          onSelectPair={onSelectPair}
          onPair={add}
          onCancelled={() => onSay(matching.diagram.cancelled)}
        />
      </section>
      <div className="matching-columns">
        <section aria-labelledby="matching-table">
          <h3 id="matching-table">{matching.table.title}</h3>
          <fieldset disabled={fixed} className="matching-ways">
            <Segmented
              legend={matching.matchedBy}
              named
              options={(["section", "resolution", "hand"] as const).map((value) => ({
                value,
                label: matching.ways[value],
              }))}
              value={settings.matching.kind}
              onChange={(kind) => {
                if (kind !== "hand") lab.change({ matching: { kind } });
                else if (byHand) lab.change(byHand);
                else onSay(matching.diagram.hint);
              }}
            />
          </fieldset>
          <PreflightTable view={view} onToggle={(row, chosen) => (chosen ? remove(row.taps) : add(row.taps))} />
        </section>
        <section aria-labelledby="matching-matches">
          <h3 id="matching-matches">{matching.matches.title}</h3>
          <MatchCards view={view} context={context} selectedPair={selectedPair} onRemove={remove} />
          <WeightSuggestions />
        </section>
      </div>
      <fieldset disabled={fixed}>
        <section aria-labelledby="matching-conventions">
          <h3 id="matching-conventions">{matching.conventions.title}</h3>
          <Conventions view={view} context={context} />
        </section>
        <section aria-labelledby="matching-remedies">
          <h3 id="matching-remedies">{matching.remedies.title}</h3>
          <Remedies view={view} />
        </section>
      </fieldset>
    </div>
  );
}
