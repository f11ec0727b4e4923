import { useId, useState, type ReactNode } from "react";
import { groupings } from "../../client/runs/groups.ts";
import { rowFields, runFields } from "../../client/runs/run-filter.ts";
import { firstOrder, sortings } from "../../client/runs/sorting.ts";
import { useMessages } from "../messages/messages.ts";
import type { RunsChoice } from "./runs-choice.ts";

interface Props {
  readonly choice: RunsChoice;
  /** What is typed into the filter, looks like a condition, and is none. */
  readonly unread: readonly string[];
  readonly onChange: (changes: Partial<RunsChoice>) => void;
}

/** What is listed, in which groups and order, and which accuracy it says. */
export function RunsControls({ choice, unread, onChange }: Props): ReactNode {
  const { app, runs: words } = useMessages();
  const id = useId();
  const named = (fields: readonly (keyof typeof words.filterFields)[]) =>
    app.list(fields.map((field) => words.filterFields[field]));
  return (
    <>
      <div className="runs-controls">
        <label htmlFor={`${id}-filter`}>{words.filter}</label>
        <input
          id={`${id}-filter`}
          type="search"
          value={choice.filter}
          placeholder={words.filterExample}
          aria-describedby={`${id}-help`}
          aria-invalid={unread.length > 0}
          onChange={(event) => onChange({ filter: event.target.value })}
        />
        <Choice
          name={words.groupBy}
          options={groupings}
          texts={words.groupings}
          value={choice.grouping}
          onChange={(grouping) => onChange({ grouping })}
        />
        <Choice
          name={words.sortBy}
          options={sortings}
          texts={words.sortings}
          value={choice.order.by}
          onChange={(by) => onChange({ order: firstOrder(by) })}
        />
        <PercentField
          name={words.reach}
          hint={words.reachHint}
          value={choice.reach}
          onChange={(reach) => onChange({ reach })}
        />
      </div>
      <p id={`${id}-help`} className={unread.length > 0 ? "runs-note runs-unread" : "runs-note"}>
        {unread.length > 0
          ? words.filterUnread(app.list(unread))
          : words.filterHelp(named(runFields), named(rowFields))}
      </p>
    </>
  );
}

interface ChoiceProps<Value extends string> {
  readonly name: string;
  readonly options: readonly Value[];
  readonly texts: Readonly<Record<Value, string>>;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

export function Choice<Value extends string>({ name, options, texts, value, onChange }: ChoiceProps<Value>): ReactNode {
  return (
    <label className="runs-choice">
      {name}{" "}
      <select
        value={value}
        onChange={(event) => {
          const next = options.find((option) => option === event.target.value);
          if (next !== undefined) onChange(next);
        }}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {texts[option]}
          </option>
        ))}
      </select>
    </label>
  );
}

interface PercentProps {
  readonly name: string;
  readonly hint: string | null;
  /** A fraction; null where the field is empty. */
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
}

/** Between 0 and 100; what is no such number changes nothing. */
export function PercentField({ name, hint, value, onChange }: PercentProps): ReactNode {
  // What is being typed may not be written as its number would be.
  const [draft, setDraft] = useState<string | null>(null);
  const shown = draft ?? (value === null ? "" : String(Number((100 * value).toPrecision(12))));
  const parsed = shown.trim() === "" ? null : Number(shown);
  const isBad = parsed !== null && !(parsed >= 0 && parsed <= 100);
  return (
    <label className="runs-choice" title={hint ?? undefined}>
      {name}{" "}
      <input
        inputMode="decimal"
        size={5}
        value={shown}
        aria-invalid={isBad}
        onBlur={() => setDraft(null)}
        onChange={(event) => {
          const text = event.target.value;
          setDraft(text);
          const next = text.trim() === "" ? null : Number(text) / 100;
          if (next === null || (next >= 0 && next <= 1)) onChange(next);
        }}
      />
    </label>
  );
}
