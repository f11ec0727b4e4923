import type { ReactNode } from "react";
import { useId } from "react";

interface SegmentedProps<Value extends string> {
  readonly legend: string;
  /** The legend stands in front of the choices; else they speak for themselves. */
  readonly named?: boolean;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly value: Value;
  onChange(this: void, value: Value): void;
}

/** A few exclusive choices side by side. */
export function Segmented<Value extends string>({
  legend,
  named = false,
  options,
  value,
  onChange,
}: SegmentedProps<Value>): ReactNode {
  const name = useId();
  return (
    <fieldset className="matrices-segmented">
      <legend className={named ? "matrices-segmented-name" : "visually-hidden"}>{legend}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            className="visually-hidden"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
