import { useId, type ReactNode } from "react";
import type { Setting, Settings } from "../../client/settings.ts";
import { useLab } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { useSettings } from "../setup/fields.tsx";
import type { MathTree } from "./formula.tsx";
import { Formula } from "./formula.tsx";

type Named = { [K in Setting]: Settings[K] extends string ? K : never }[Setting];

type Option<K extends Named> = Settings[K] & string;

interface FormulaChoiceProps<K extends Named> {
  readonly setting: K;
  readonly options: readonly Option<K>[];
  readonly names: Readonly<Record<Option<K>, string>>;
  readonly formulas: Readonly<Record<Option<K>, MathTree>>;
  /** What else is to be said of an option. */
  readonly note: (option: Option<K>) => string | null;
  /** A heading above says what it is. */
  readonly isTitled?: boolean;
}

/** One setting, its options with their formulas. */
export function FormulaChoice<K extends Named>(props: FormulaChoiceProps<K>): ReactNode {
  const { setting, options, names, formulas, note, isTitled = false } = props;
  const lab = useLab();
  const { setup } = useMessages();
  const value = useSettings()[setting];
  const id = useId();
  return (
    <fieldset className={isTitled ? "formula-choice formula-wide" : "formula-choice"}>
      <legend className={isTitled ? "visually-hidden" : undefined}>{setup.settings[setting]}</legend>
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
              onChange={() => lab.change({ [setting]: option })}
            />
            <label htmlFor={own}>{names[option]}</label>
            <div id={`${own}-formula`} className="formula-line">
              <Formula tree={formulas[option]} />
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
