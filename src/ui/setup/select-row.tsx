import { useId, type ReactNode } from "react";
import { Row } from "./fields.tsx";

interface SelectRowProps<T extends string | number> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly T[];
  readonly text: (option: T) => string;
  readonly onChoose: (option: T) => void;
}

/** A choice that is no setting by itself. */
export function SelectRow<T extends string | number>({
  label,
  value,
  options,
  text,
  onChoose,
}: SelectRowProps<T>): ReactNode {
  const id = useId();
  return (
    <Row id={id} label={label}>
      <select
        id={id}
        value={value}
        onChange={({ target }) => {
          const chosen = options[target.selectedIndex];
          if (chosen !== undefined) onChoose(chosen);
        }}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {text(option)}
          </option>
        ))}
      </select>
    </Row>
  );
}
