/** What the dialog asks for beside the methods: seeds, a sweep of rates, one more setting that varies. */
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
  const id = useId();
  return (
    <>
      <div className="plan-row">
        <label htmlFor={id}>{words.vary}</label>
        <select
          id={id}
          value={draft.varied ?? ""}
          onChange={(event) =>
            onChange({ varied: variedSettings.find((setting) => setting === event.target.value) ?? null })
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
      {draft.varied && (
        <ListField name={words.values} hint={null} value={draft.values} onChange={(values) => onChange({ values })} />
      )}
    </>
  );
}

interface ListFieldProps {
  readonly name: string;
  readonly hint: string | null;
  /** As it is typed. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Of numbers. */
function ListField({ name, hint, value, onChange }: ListFieldProps): ReactNode {
  const id = useId();
  return (
    <div className="plan-row">
      <label htmlFor={id}>{name}</label>
      <input
        id={id}
        value={value}
        aria-invalid={numbersIn(value) === null}
        aria-describedby={hint === null ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
      />
      {hint !== null && <p id={`${id}-hint`}>{hint}</p>}
    </div>
  );
}
