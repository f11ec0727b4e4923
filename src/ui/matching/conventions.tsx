import { useId, type ReactNode } from "react";
import { formulas } from "virtual:formulas";
import { kindWithStages, stageCountOf } from "../../core/methods/facts.ts";
import { usualMethods } from "../../core/methods/usual.ts";
import { firstTaps } from "../../core/pairs.ts";
import { conventionPresetNames, conventionPresets, presetOf } from "../../core/relations/convention-presets.ts";
import { pairings, pools, reductions, resizedMaps, stageCounts, totals } from "../../core/relations/convention.ts";
import { matrixKinds } from "../../core/relations/settings.ts";
import { useLab } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { ChoiceField, Row } from "../setup/fields.tsx";
import type { FactorContext, FactorRange } from "./factors.ts";
import { factorRange, otherMatricesBy } from "./factors.ts";
import { FormulaChoice, FormulaOptions } from "./formula-choice.tsx";
import type { MatchingView } from "./use-matching.ts";

interface ConventionsProps {
  readonly view: MatchingView;
  readonly context: FactorContext;
}

/** In what implementations differ, each difference with what it makes of a lambda. */
export function Conventions({ view, context }: ConventionsProps): ReactNode {
  const { matching, setup, letters } = useMessages();
  const { conventions: words } = matching;
  const { convention } = view.settings;
  const isByHand = view.settings.matching.kind === "hand";
  const together = factorRange(convention.reduction, convention.total, context);
  const others = otherMatricesBy(view.settings, view.outcome.matches).map((setting) => setup.settings[setting]);
  const said = (range: FactorRange | null) => range && words.factor(range);
  const differs = (option: string, papers: string) => (option === papers ? null : words.otherMatrices);
  return (
    <>
      <p className="matching-hint">{words.hint}</p>
      <PresetField view={view} />
      {together && (
        <p className="matching-factor" aria-live="polite">
          {words.together(together)} {together.factor !== null && others.length > 0 && words.besides(others)}
        </p>
      )}
      {isByHand && <p className="matching-hint">{words.byHand}</p>}
      <ChoiceField setting="firstTap" options={firstTaps} text={(tap) => setup.firstTaps[tap]} />
      <div className="formula-choices">
        <FormulaChoice
          setting="reduction"
          options={reductions}
          names={words.reductions}
          formulas={formulas.reductions}
          letters={letters.groups.reductions}
          note={(option) => said(factorRange(option, "sum", context))}
        />
        <FormulaChoice
          setting="total"
          options={totals}
          names={words.totals}
          formulas={formulas.totals}
          letters={letters.groups.totals}
          note={(option) => said(factorRange("squared-sum", option, context))}
        />
        <FormulaChoice
          setting="pairing"
          options={pairings}
          names={words.pairings}
          formulas={formulas.pairings}
          letters={letters.groups.pairings}
          note={(option) => differs(option, "within")}
        />
        <FormulaChoice
          setting="pool"
          options={pools}
          names={words.pools}
          formulas={formulas.pools}
          letters={letters.groups.pools}
          note={(option) => differs(option, "max")}
        />
        <FormulaChoice
          setting="resized"
          options={resizedMaps}
          names={words.resizedMaps}
          formulas={formulas.resizedMaps}
          letters={letters.groups.resizedMaps}
          note={(option) => differs(option, "larger")}
        />
        <FormulaChoice
          setting="matrix"
          options={matrixKinds}
          names={words.matrices}
          formulas={formulas.matrices}
          letters={letters.groups.matrices}
          note={(option) => differs(option, "product")}
        />
        <StagesChoice view={view} />
      </div>
    </>
  );
}

/** Another method of FSP, with its usual weight: in one stage λ acts at the task's rate. */
function StagesChoice({ view: { method } }: { readonly view: MatchingView }): ReactNode {
  const lab = useLab();
  const { matching, letters } = useMessages();
  const { conventions: words } = matching;
  return (
    <FormulaOptions
      title={words.stages.title}
      options={stageCounts}
      value={stageCountOf(method)}
      names={words.stages.names}
      formulas={formulas.stages}
      letters={letters.groups.stages}
      note={(stages) => words.stages.weight(usualMethods[kindWithStages(method.kind, stages)].lambda)}
      onChoose={(stages) => lab.change({ method: kindWithStages(method.kind, stages) })}
    />
  );
}

/** The preset that the settings are, whoever chose them. */
function PresetField({ view }: { readonly view: MatchingView }): ReactNode {
  const lab = useLab();
  const { conventions: words } = useMessages().matching;
  const { method, settings } = view;
  const shown = presetOf(method.firstTap, settings.convention, stageCountOf(method));
  const id = useId();
  return (
    <Row id={id} label={words.preset}>
      <select
        id={id}
        value={shown ?? ""}
        onChange={(event) => {
          const name = conventionPresetNames.find((preset) => preset === event.target.value);
          if (!name) return;
          const { firstTap, convention, stages } = conventionPresets[name];
          const { pairs: pairing, ...others } = convention;
          lab.change({ firstTap, pairing, ...others, method: kindWithStages(method.kind, stages) });
        }}
      >
        {shown === null && <option value="">{words.ownSettings}</option>}
        {conventionPresetNames.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </Row>
  );
}
