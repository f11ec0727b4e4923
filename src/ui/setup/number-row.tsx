/** A whole number that is no setting by itself, and the range that it breaks. */
import { useId, type ReactNode } from "react";
import { useMessages } from "../messages/messages.ts";
import { Row } from "./fields.tsx";

interface NumberRowProps {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly note: string | null;
  readonly onChange: (value: number) => void;
}

export function NumberRow({ label, value, least, most, note, onChange }: NumberRowProps): ReactNode {
  const { images } = useMessages();
  const id = useId();
  const isRight = isWhole(value, least, most);
  return (
    <Row id={id} label={label} hint={note ?? undefined}>
      <input
        id={id}
        type="number"
        step="any"
        value={Number.isNaN(value) ? "" : value}
        aria-invalid={!isRight}
        aria-describedby={
          [!isRight && `${id}-problem`, note !== null && `${id}-hint`].filter(Boolean).join(" ") || undefined
        }
        onChange={({ target }) => onChange(target.value === "" ? Number.NaN : Number(target.value))}
      />
      {!isRight && (
        <p className="setup-problem" id={`${id}-problem`}>
          {images.range(least, most)}
        </p>
      )}
    </Row>
  );
}

export function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
