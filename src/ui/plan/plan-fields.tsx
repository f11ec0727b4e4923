/** What the dialog asks for beside the methods: seeds, a sweep of rates, other settings that vary. */
import { useId, type ReactNode } from "react";
import { sweepSeedBeside, variedSettings } from "../../client/plan-choices.ts";
import { useMessages } from "../messages/messages.ts";
import { numbersIn } from "./number-list.ts";
import type { PlanDraft } from "./plan-draft.ts";

interface PlanFieldProps {
  readonly draft: PlanDraft;
  readonly onChange: (changes: Partial<PlanDraft>) => void;
}

export function SeedsField({ draft, onChange }: PlanFieldProps): ReactNode {
  const { plan: words } = useMessages();
  return (
    <ListField
      name={words.seeds}
      hint={words.seedsHint}
      value={draft.seeds}
      onChange={(seeds) => onChange({ seeds })}
    />
  );
}

export function SweepFields({ draft, onChange }: PlanFieldProps): ReactNode {
  const { plan: words } = useMessages();
  return (
    <>
      <div className="plan-row">
        <label>
          <input
            type="checkbox"
            checked={draft.sweeps}
            onChange={(event) => onChange({ sweeps: event.target.checked })}
          />{" "}
          {words.sweep}
        </label>
        <p>{words.sweepHint(sweepSeedBeside(numbersIn(draft.seeds) ?? []))}</p>
      </div>
      {draft.sweeps && (
        <ListField name={words.rates} hint={null} value={draft.rates} onChange={(rates) => onChange({ rates })} />
      )}
    </>
  );
}

export function VaryFields({ draft, onChange }: PlanFieldProps): ReactNode {
  const { plan: words } = useMessages();
  return (
    <details className="plan-vary">
      <summary>{words.vary}</summary>
      <p>{words.varyHint}</p>
      {variedSettings.map((setting) => (
        <ListField
          key={setting}
          name={words.varied[setting]}
          hint={null}
          mayBeBlank
          value={draft.varied[setting]}
          onChange={(values) => onChange({ varied: { ...draft.varied, [setting]: values } })}
        />
      ))}
    </details>
  );
}

interface ListFieldProps {
  readonly name: string;
  readonly hint: string | null;
  readonly mayBeBlank?: boolean;
  /** As it is typed. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Of numbers. */
function ListField({ name, hint, mayBeBlank = false, value, onChange }: ListFieldProps): ReactNode {
  const id = useId();
  return (
    <div className="plan-row">
      <label htmlFor={id}>{name}</label>
      <input
        id={id}
        value={value}
        aria-invalid={numbersIn(value) === null && !(mayBeBlank && value.trim() === "")}
        aria-describedby={hint === null ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
      />
      {hint !== null && <p id={`${id}-hint`}>{hint}</p>}
    </div>
  );
}
