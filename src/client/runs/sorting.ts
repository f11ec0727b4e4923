/** The order of the drawer's rows. */
import type { GroupSummary } from "./groups.ts";

export const sortings = [
  "latest",
  "name",
  "method",
  "last",
  "best",
  "iterations",
  "rate",
  "reach",
  "seconds",
  "state",
  "runs",
] as const;
export type Sorting = (typeof sortings)[number];
export type Direction = "ascending" | "descending";

export interface Order {
  readonly by: Sorting;
  readonly direction: Direction;
}

/** With what is looked for on top. */
export function firstOrder(by: Sorting): Order {
  return { by, direction: falling.has(by) ? "descending" : "ascending" };
}

const falling: ReadonlySet<Sorting> = new Set<Sorting>(["latest", "last", "best", "runs"]);

/** The order after a press on the head of a column: its own first, and then the other way round. */
export function nextOrder({ by, direction }: Order, pressed: Sorting): Order {
  if (by !== pressed) return firstOrder(pressed);
  return { by, direction: direction === "ascending" ? "descending" : "ascending" };
}

/** What has no value stands behind all others, in either direction. */
export function sorted(summaries: readonly GroupSummary[], { by, direction }: Order): GroupSummary[] {
  const sign = direction === "ascending" ? 1 : -1;
  return summaries
    .map((summary) => ({ summary, value: valueOf(summary, by) }))
    .toSorted((a, b) => {
      if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
      return sign * compared(a.value, b.value);
    })
    .map(({ summary }) => summary);
}

function compared(a: number | string, b: number | string): number {
  return typeof a === "number" && typeof b === "number"
    ? a - b
    : String(a).localeCompare(String(b), "en", { numeric: true });
}

function valueOf({ group, iterations, test, reach, seconds }: GroupSummary, by: Sorting): number | string | null {
  const { experiment } = group.records[0]!;
  switch (by) {
    case "latest":
      return Math.max(...group.records.map(({ training }) => training.begunAt));
    case "name":
      return experiment.name;
    case "method":
      return experiment.method.kind;
    case "last":
    case "best":
      return test?.[by].mean ?? null;
    case "iterations":
      return group.isOneSetting && iterations ? iterations.fsp + iterations.task : null;
    case "rate":
      return group.isOneSetting ? experiment.task.rate : null;
    case "reach":
      return reach?.median ?? null;
    case "seconds":
      return seconds;
    case "state":
      return [...new Set(group.records.map(({ state }) => state))].toSorted().join(" ");
    case "runs":
      return group.counted.length;
    default:
      return by satisfies never;
  }
}
