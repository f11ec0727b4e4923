import { useId, useState, type ReactNode } from "react";
import type { Range } from "../../core/problem.ts";
import { useMessages } from "../messages/messages.ts";
import { Row } from "../setup/fields.tsx";

interface NumberSettingProps {
  readonly label: string;
  readonly value: number;
  readonly range: Range;
  onChange(this: void, value: number): void;
  /** The typing is over. */
  onSettle(this: void): void;
}

/** A number that the network takes while it is in range; else the field keeps what was typed, with the reason and the nearest that is. */
export function NumberSetting({ label, value, range, onChange, onSettle }: NumberSettingProps): ReactNode {
  const { editor: words } = useMessages();
  const [draft, setDraft] = useState<string | null>(null);
  const id = useId();
  const isWrong = draft !== null && !isWithin(range, numberIn(draft));
  // Undo gives the field another value than the one that was typed.
  const isCurrent = draft !== null && (isWrong || numberIn(draft) === value);
  const nearest = draft === null ? value : nearestIn(range, numberIn(draft), value);
  return (
    <>
      <Row id={id} label={label}>
        <input
          id={id}
          type="number"
          step="any"
          value={isCurrent ? draft : value}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? `${id}-problem` : undefined}
          onChange={({ target }) => {
            setDraft(target.value);
            if (isWithin(range, numberIn(target.value))) onChange(numberIn(target.value));
          }}
          onBlur={() => {
            if (!isWrong) setDraft(null);
            onSettle();
          }}
        />
      </Row>
      {isWrong && (
        <div className="editor-fault">
          <p id={`${id}-problem`}>{words.numberWithin(range)}</p>
          <button
            type="button"
            onClick={() => {
              setDraft(null);
              onChange(nearest);
              onSettle();
            }}
          >
            {words.takeNumber(nearest)}
          </button>
        </div>
      )}
    </>
  );
}

function numberIn(text: string): number {
  return text === "" ? Number.NaN : Number(text);
}

function isWithin({ whole, least, most }: Range, value: number): boolean {
  return value >= least && value <= most && (!whole || Number.isInteger(value));
}

function nearestIn({ whole, least, most }: Range, value: number, otherwise: number): number {
  if (Number.isNaN(value)) return otherwise;
  return Math.min(most, Math.max(least, whole ? Math.round(value) : value));
}
