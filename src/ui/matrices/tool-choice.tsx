import type { ReactNode } from "react";

interface ToolChoiceProps<Value extends string> {
  readonly label: string;
  readonly options: readonly Value[];
  readonly names: Readonly<Record<Value, string>>;
  readonly value: Value;
  onChange(this: void, value: Value): void;
}

/** One of a few, in the row above the matrices. */
export function ToolChoice<Value extends string>({
  label,
  options,
  names,
  value,
  onChange,
}: ToolChoiceProps<Value>): ReactNode {
  return (
    <label className="matrices-choice">
      {label}{" "}
      <select
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option === event.target.value);
          if (chosen !== undefined) onChange(chosen);
        }}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {names[option]}
          </option>
        ))}
      </select>
    </label>
  );
}
