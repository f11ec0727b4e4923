/** The controls of the set-up: each shows and changes one setting of the plan. */
import { useId, useState, type ReactNode } from "react";
import type { Setting, Settings } from "../../client/settings.ts";
import { leadOf, settingsOf } from "../../client/settings.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { ruleFor } from "./problem.ts";

export function useSettings(): Settings {
  return settingsOf(leadOf(useLabState((state) => state.plan)));
}

type SettingOf<T> = { [K in Setting]: Settings[K] extends T ? K : never }[Setting];

interface RowProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly children: ReactNode;
}

/** Label at the left, control at the right, what the paper says below. */
export function Row({ id, label, hint, children }: RowProps): ReactNode {
  return (
    <div className="setup-row">
      <label htmlFor={id}>{label}</label>
      {children}
      {hint !== undefined && (
        <p className="setup-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface FieldProps<K extends Setting> {
  readonly setting: K;
  readonly hint?: string;
}

export function NumberField({ setting, hint }: FieldProps<SettingOf<number>>): ReactNode {
  const lab = useLab();
  const { setup, problems } = useMessages();
  const value = useSettings()[setting];
  const rule = useLabState((state) => ruleFor(setting, state.problem));
  // What is being typed may not be a number yet, or not be written as this one would be.
  const [draft, setDraft] = useState<string | null>(null);
  const id = useId();
  const described = [rule && `${id}-problem`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <Row id={id} label={setup.settings[setting]} hint={hint}>
      <input
        id={id}
        type="number"
        step="any"
        value={draft ?? (Number.isNaN(value) ? "" : value)}
        aria-invalid={rule !== null}
        aria-describedby={described || undefined}
        onChange={(event) => {
          setDraft(event.target.value);
          lab.change({ [setting]: event.target.value === "" ? Number.NaN : Number(event.target.value) });
        }}
        onBlur={() => setDraft(null)}
      />
      {rule && (
        <p className="setup-problem" id={`${id}-problem`}>
          {problems.beside(rule, setting)}
        </p>
      )}
    </Row>
  );
}

interface ChoiceProps<K extends Setting> extends FieldProps<K> {
  readonly options: readonly Settings[K][];
  readonly text: (option: Settings[K]) => string;
}

export function ChoiceField<K extends SettingOf<string | number>>({
  setting,
  options,
  text,
  hint,
}: ChoiceProps<K>): ReactNode {
  const { setup } = useMessages();
  const id = useId();
  return (
    <Row id={id} label={setup.settings[setting]} hint={hint}>
      <Choice id={id} setting={setting} options={options} text={text} />
    </Row>
  );
}

interface BareChoiceProps<K extends Setting> extends Omit<ChoiceProps<K>, "hint"> {
  readonly id?: string;
  /** Where no label element names it. */
  readonly name?: string;
}

export function Choice<K extends SettingOf<string | number>>({
  id,
  name,
  setting,
  options,
  text,
}: BareChoiceProps<K>): ReactNode {
  const lab = useLab();
  const value = useSettings()[setting];
  return (
    <select
      id={id}
      aria-label={name}
      value={value}
      onChange={(event) => {
        const chosen = options[event.target.selectedIndex];
        if (chosen !== undefined) lab.change({ [setting]: chosen });
      }}
    >
      {options.map((option) => (
        <option key={option} value={option}>
          {text(option)}
        </option>
      ))}
    </select>
  );
}

export function TickField({ setting, hint }: FieldProps<SettingOf<boolean>>): ReactNode {
  const lab = useLab();
  const { setup } = useMessages();
  const checked = useSettings()[setting];
  const id = useId();
  return (
    <Row id={id} label={setup.settings[setting]} hint={hint}>
      <input
        id={id}
        type="checkbox"
        checked={checked}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => lab.change({ [setting]: event.target.checked })}
      />
    </Row>
  );
}
