/** What the page knows of the run in progress, and how the worker's events change it. */
import type { BrokenLayer } from "../core/divergence.ts";
import type { Document, Plan } from "../core/experiment.ts";
import type { Moment } from "../core/moment.ts";
import { isSameMoment } from "../core/moment.ts";
import type { RunKey } from "../core/report.ts";
import type { Divergence } from "../protocol/divergence.ts";
import type { BackendNotice, Event, Failure } from "../protocol/messages.ts";
import { viewKey } from "./phases.ts";
import { withCurrent, withEnd, withReturning, type RunQueue } from "./run-queue.ts";
import type { RunView } from "./run-view.ts";
import { emptyView, withReports } from "./run-view.ts";
import type { ClientEvent } from "./training-client.ts";
import type { Standstill } from "./watchdog.ts";

export type RunState =
  | { readonly status: "idle" }
  /** A run from a file; it was not trained here. */
  | { readonly status: "recorded"; readonly playing: boolean }
  | {
      readonly status: "loading";
      /** "recovery": another worker takes the place of one that broke off. */
      readonly what: "engine" | "images" | "teacher" | "recovery";
      readonly done: number;
      readonly total: number;
    }
  | { readonly status: "training" }
  /** Asked to pause; the step in progress still ends. */
  | { readonly status: "pausing" }
  | { readonly status: "paused" }
  | { readonly status: "finished" }
  | ({ readonly status: "failed" } & Failure);

/** For the layer that broke first in a run whose numbers stopped being finite. */
export type LayerSearch =
  | { readonly status: "searching"; readonly done: number; readonly total: number }
  /** `layer` is null where the replay stayed finite. */
  | { readonly status: "ended"; readonly layer: BrokenLayer | null }
  | { readonly status: "given-up" };

export type Views = Readonly<Record<string, RunView>>;

export interface LiveRun {
  readonly run: RunState;
  readonly backend: BackendNotice | null;
  /** By `viewKey`. */
  readonly views: Views;
  /** What the views are of; null before anything was shown. */
  readonly shown: { readonly plan: Plan; readonly document: Document } | null;
  /** Null of what is not trained here. */
  readonly queue: RunQueue | null;
  /** The last run whose numbers stopped being finite. */
  readonly broken: BrokenRun | null;
  /** The last that the run went through. */
  readonly stood: Standstill | null;
}

export const noneUnderWay: LiveRun = {
  run: { status: "idle" },
  backend: null,
  views: {},
  shown: null,
  queue: null,
  broken: null,
  stood: null,
};

export interface BrokenRun {
  readonly divergence: Divergence;
  readonly search: LayerSearch;
}

/** From Train to the last result, or to Reset: the set-up stays as it is meanwhile. */
export function isUnderWay({ status }: RunState): boolean {
  return status === "loading" || status === "training" || status === "pausing" || status === "paused";
}

/** Whether Step has a step to make: the next of a paused run, or the first of a new one. A run that ended has none. */
export function canStep({ status }: RunState): boolean {
  return status === "paused" || status === "idle" || status === "recorded";
}

export function withRunReports(
  views: Views,
  { run, reports }: Pick<Extract<Event, { type: "reports" }>, "run" | "reports">,
): Views {
  const key = viewKey(run);
  return { ...views, [key]: withReports(views[key] ?? emptyView(run), reports) };
}

function without(views: Views, runs: readonly RunKey[]): Views {
  const keys = new Set(runs.map(viewKey));
  return Object.fromEntries(Object.entries(views).filter(([key]) => !keys.has(key)));
}

function withSnapshot(views: Views, { kept, dropped }: Extract<Event, { type: "snapshot" }>): Views {
  const next = { ...views };
  const change = (run: RunKey, changed: (moments: readonly Moment[]) => readonly Moment[]) => {
    const key = viewKey(run);
    const view = next[key] ?? emptyView(run);
    next[key] = { ...view, snapshots: changed(view.snapshots) };
  };
  change(kept.run, (moments) => [...moments, kept.moment]);
  for (const { run, moment } of dropped)
    change(run, (moments) => moments.filter((other) => !isSameMoment(other, moment)));
  return next;
}

export function afterEvent(live: LiveRun, event: ClientEvent): LiveRun {
  const { status } = live.run;
  // A run that ended says nothing more; what is still on its way is not shown.
  if (!isUnderWay(live.run)) return withSearch(live, event);
  switch (event.type) {
    case "backend":
      return { ...live, backend: event.backend };
    case "loading": {
      const { what, done, total } = event;
      return status === "loading" ? { ...live, run: { status, what, done, total } } : live;
    }
    case "recovering":
      return { ...live, run: { status: "loading", what: "recovery", done: 0, total: 1 } };
    case "stood": {
      const { fromMs, toMs } = event;
      return { ...live, stood: { fromMs, toMs } };
    }
    case "begun":
      return event.resumed ? { ...live, views: {} } : live;
    case "saving":
    case "alive":
      return live;
    case "queue": {
      const { order, ends } = event;
      return { ...live, queue: live.queue && { ...live.queue, order, ends, current: null } };
    }
    case "returning":
      return {
        ...live,
        queue: live.queue && withReturning(live.queue, event.runs),
        views: without(live.views, event.runs),
      };
    case "ended":
      return { ...live, queue: live.queue && withEnd(live.queue, event.end) };
    case "reports": {
      const queue = live.queue && withCurrent(live.queue, event.run);
      const run: RunState = status === "loading" ? { status: "training" } : live.run;
      return { ...live, run, queue, views: withRunReports(live.views, event) };
    }
    case "pausing":
      return { ...live, run: { status: "pausing" } };
    case "paused":
      return { ...live, run: { status: "paused" } };
    case "training":
      // Sent by the step before a pause that was asked for since.
      return status === "pausing" ? live : { ...live, run: { status: "training" } };
    case "snapshot":
      return { ...live, views: withSnapshot(live.views, event) };
    case "looked":
    case "lookRefused":
      // Not of the run: `Looks` hears them.
      return live;
    case "finished":
      return { ...live, run: { status: "finished" } };
    case "failed":
      return { ...live, run: { status: "failed", code: event.code, message: event.message, problem: event.problem } };
    case "diverged": {
      const search = { status: "searching", done: 0, total: 0 } as const;
      return { ...live, broken: { divergence: event.divergence, search } };
    }
    case "searching":
    case "located":
      return withSearch(live, event);
    default:
      return event satisfies never;
  }
}

/** A run alone that failed is told of once more: in which layer its numbers broke first. */
function withSearch(live: LiveRun, event: ClientEvent): LiveRun {
  const { broken } = live;
  if (broken?.search.status !== "searching") return live;
  const searched = (search: LayerSearch): LiveRun => ({ ...live, broken: { ...broken, search } });
  if (event.type === "searching") return searched({ status: "searching", done: event.done, total: event.total });
  if (event.type === "located")
    return searched(event.isSearched ? { status: "ended", layer: event.layer } : { status: "given-up" });
  return event.type === "failed" ? searched({ status: "given-up" }) : live;
}
