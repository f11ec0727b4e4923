import { useId, type ReactNode } from "react";

interface ChoiceProps {
  readonly label: string;
  readonly meaning?: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function Choice({ label, meaning, checked, onChange }: ChoiceProps): ReactNode {
  const id = useId();
  return (
    <div className="share-choice">
      <label>
        <input
          type="checkbox"
          checked={checked}
          aria-describedby={meaning && id}
          onChange={(event) => onChange(event.target.checked)}
        />{" "}
        {label}
      </label>
      {meaning && (
        <p id={id} className="share-note">
          {meaning}
        </p>
      )}
    </div>
  );
}
