import { useId, type ReactNode } from "react";
import type { Setting, Settings } from "../../client/settings.ts";
import { useLab } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { useSettings } from "../setup/fields.tsx";
import type { MathTree } from "./formula.tsx";
import { Formula } from "./formula.tsx";

type Named = { [K in Setting]: Settings[K] extends string ? K : never }[Setting];

type Option<K extends Named> = Settings[K] & string;

interface OptionsProps<O extends string> {
  readonly options: readonly O[];
  readonly names: Readonly<Record<O, string>>;
  readonly formulas: Readonly<Record<O, MathTree>>;
  /** What the formulas' letters stand for: of all options together, or of each. */
  readonly letters: string | Readonly<Record<O, string>>;
  /** What else is to be said of an option. */
  readonly note: (option: O) => string | null;
  /** A heading above says what it is. */
  readonly isTitled?: boolean;
}

interface FormulaChoiceProps<K extends Named> extends OptionsProps<Option<K>> {
  readonly setting: K;
}

/** One setting, its options with their formulas. */
export function FormulaChoice<K extends Named>({ setting, ...options }: FormulaChoiceProps<K>): ReactNode {
  const lab = useLab();
  const { setup } = useMessages();
  const value = useSettings()[setting];
  return (
    <FormulaOptions
      {...options}
      title={setup.settings[setting]}
      value={value}
      onChoose={(option) => lab.change({ [setting]: option })}
    />
  );
}

interface FormulaOptionsProps<O extends string> extends OptionsProps<O> {
  readonly title: string;
  readonly value: string;
  onChoose(this: void, option: O): void;
}

/** Options with their formulas, whatever setting they are of. */
export function FormulaOptions<O extends string>(props: FormulaOptionsProps<O>): ReactNode {
  const { title, options, value, names, formulas, letters, note, isTitled = false, onChoose } = props;
  const id = useId();
  return (
    <fieldset className={isTitled ? "formula-choice formula-wide" : "formula-choice"}>
      <legend className={isTitled ? "visually-hidden" : undefined}>{title}</legend>
      {typeof letters === "string" && <p className="formula-letters">{letters}</p>}
      {options.map((option) => {
        const said = note(option);
        const own = `${id}-${option}`;
        return (
          <div key={option} className="formula-option">
            <input
              id={own}
              type="radio"
              name={id}
              checked={value === option}
              aria-describedby={said === null ? `${own}-formula` : `${own}-formula ${own}-note`}
              onChange={() => onChoose(option)}
            />
            <label htmlFor={own}>{names[option]}</label>
            <div id={`${own}-formula`} className="formula-line">
              <Formula tree={formulas[option]} />
              {typeof letters !== "string" && <p className="formula-letters">{letters[option]}</p>}
            </div>
            {said !== null && (
              <p id={`${own}-note`} className="formula-note">
                {said}
              </p>
            )}
          </div>
        );
      })}
    </fieldset>
  );
}
