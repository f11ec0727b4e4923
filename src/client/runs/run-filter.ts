/** Which runs and rows the drawer lists: by words, and by numbers such as `accuracy > 60` or `seed = 1`. */
import { stageOneIterations } from "../../core/methods/facts.ts";
import type { GroupSummary } from "./groups.ts";
import type { RunRecord } from "./run-records.ts";

/** What was settled before a run began: of each run by itself. */
export const runFields = ["seed", "rate", "iterations", "batch", "images"] as const;
/**
 * What came out: of a row over all its runs. A row of the runs alone that came out well would have a mean that is none
 * of its setting's.
 */
export const rowFields = ["accuracy", "best", "reach", "seconds", "runs"] as const;
type RunField = (typeof runFields)[number];
type RowField = (typeof rowFields)[number];

const filterFields = [...runFields, ...rowFields] as const;
export type FilterField = (typeof filterFields)[number];

type Relation = "<" | "<=" | "=" | "!=" | ">=" | ">";

interface Condition<Field> {
  readonly field: Field;
  readonly relation: Relation;
  /** In the unit of the column: per cent, seconds, counts. */
  readonly value: number;
}

export interface RunFilter {
  /** In small letters; all are wanted. */
  readonly words: readonly string[];
  readonly ofRuns: readonly Condition<RunField>[];
  readonly ofRows: readonly Condition<RowField>[];
  /** What looks like a condition and is none, as it was typed: it filters nothing. */
  readonly unread: readonly string[];
}

/** `[field][relation][number]`, with or without spaces; the last two may still be missing. */
const conditionLike = /([^\s<>=!≤≥≠]*)\s*(<=|>=|!=|==|[<>=≤≥≠])\s*([^\s<>=!≤≥≠]*)/gu;

/** `names` are the fields in the language of the screen, to which English is always understood. */
export function filterIn(text: string, names: Readonly<Record<FilterField, string>>): RunFilter {
  const fieldOf = new Map(filterFields.flatMap((field) => [[field, field] as const, [names[field], field] as const]));
  const ofRuns: Condition<RunField>[] = [];
  const ofRows: Condition<RowField>[] = [];
  const unread: string[] = [];
  // Whoever types Chinese may have typed wide signs and digits.
  const rest = text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(conditionLike, (typed: string, name: string, sign: string, number: string) => {
      const field = fieldOf.get(name);
      const value = numberIn(number);
      if (!field || value === null) unread.push(typed.trim());
      else if (isRunField(field)) ofRuns.push({ field, relation: relationOf(sign), value });
      else ofRows.push({ field, relation: relationOf(sign), value });
      return " ";
    });
  return { words: rest.split(/\s+/).filter(Boolean), ofRuns, ofRows, unread };
}

/** With every word somewhere in their names, method, plan or state, and with the numbers asked for. */
export function runsPassing(records: readonly RunRecord[], { words, ofRuns }: RunFilter): readonly RunRecord[] {
  if (words.length + ofRuns.length === 0) return records;
  return records.filter((record) => {
    const text = textOf(record);
    return (
      words.every((word) => text.includes(word)) && ofRuns.every((one) => holds(one, numberOfRun(record, one.field)))
    );
  });
}

/** A row that has no such number passes no condition on it. */
export function rowsPassing(rows: readonly GroupSummary[], { ofRows }: RunFilter): readonly GroupSummary[] {
  return ofRows.length === 0
    ? rows
    : rows.filter((row) => ofRows.every((one) => holds(one, numberOfRow(row, one.field))));
}

function textOf({ experiment, training, run, state }: RunRecord): string {
  const { data, method, teacher, student } = experiment;
  const kinds = [data.kind, method.kind, teacher.kind, student.kind, state];
  return [experiment.name, training.plan.name, `s${run.seed}`, ...kinds].join(" ").toLowerCase();
}

function numberOfRun({ run, experiment }: RunRecord, field: RunField): number {
  switch (field) {
    case "seed":
      return run.seed;
    case "rate":
      return experiment.task.rate;
    case "iterations":
      return stageOneIterations(experiment.method) + experiment.task.iterations;
    case "batch":
      return experiment.batch;
    case "images":
      return experiment.data.training;
    default:
      return field satisfies never;
  }
}

function numberOfRow({ group, test, reach, seconds }: GroupSummary, field: RowField): number | null {
  switch (field) {
    case "accuracy":
      return test && 100 * test.last.mean;
    case "best":
      return test && 100 * test.best.mean;
    case "reach":
      return reach?.median ?? null;
    case "seconds":
      return seconds;
    case "runs":
      return group.counted.length;
    default:
      return field satisfies never;
  }
}

function holds({ relation, value }: Pick<Condition<FilterField>, "relation" | "value">, found: number | null): boolean {
  if (found === null) return false;
  // 100 times 0.57 is not 57 to the last bit.
  const isEqual = Math.abs(found - value) <= 1e-9 * Math.max(1e-6, Math.abs(value));
  switch (relation) {
    case "<":
      return found < value && !isEqual;
    case "<=":
      return found < value || isEqual;
    case "=":
      return isEqual;
    case "!=":
      return !isEqual;
    case ">=":
      return found > value || isEqual;
    case ">":
      return found > value && !isEqual;
    default:
      return relation satisfies never;
  }
}

function relationOf(sign: string): Relation {
  switch (sign) {
    case "<":
    case ">":
    case "<=":
    case ">=":
    case "!=":
      return sign;
    case "≤":
      return "<=";
    case "≥":
      return ">=";
    case "≠":
      return "!=";
    default:
      return "=";
  }
}

/** `60`, `60%`, `1e-3`, and `1,000` as the table writes it; null for anything else. */
function numberIn(text: string): number | null {
  const digits = text.replace(/%$/u, "");
  const plain = /^\d{1,3}(?:,\d{3})+$/u.test(digits) ? digits.replaceAll(",", "") : digits;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/u.test(plain) ? Number(plain) : null;
}

function isRunField(field: FilterField): field is RunField {
  return runFields.some((one) => one === field);
}
