/** What runs on screen came to, for whoever runs the same again: here, or from a link. */
import { canonicalJson } from "../core/canonical.ts";
import { toPlan } from "../core/document.ts";
import type { Document } from "../core/experiment.ts";
import type { Expectation } from "../core/expectation.ts";
import { expectedHashDigits, mostExpected, resultsFor } from "../core/expectation.ts";
import type { OwnRun, Reference, ReferenceRun } from "../core/reproduction.ts";
import type { LiveRun, Views } from "./live-run.ts";
import type { RunView } from "./run-view.ts";
import type { Setup } from "./settings.ts";
import { isSetupOf } from "./settings.ts";

/** Of one document; runs of another are not held against it. */
export interface KeptReference extends Reference {
  readonly document: Document;
}

export function isReferenceOf(reference: KeptReference, document: Document): boolean {
  return canonicalJson(toPlan(reference.document)) === canonicalJson(toPlan(document));
}

/** Of the runs that have ended; null where none has. */
function referenceIn(views: Views, document: Document, source: "recording" | "here"): KeptReference | null {
  const ended = endedIn(views);
  const environment = ended[0]?.environment;
  if (!environment) return null;
  const runs = ended.map(({ view: { run, hashes }, test, weights }): ReferenceRun => ({ run, test, weights, hashes }));
  return { source, document, environment, runs };
}

/** Null where the link tells of no run that the document has. */
export function referenceOfLink(expectation: Expectation, document: Document): KeptReference | null {
  const { environment } = expectation;
  const runs = resultsFor(expectation, toPlan(document)).map(({ experiment, seed, test, weights }): ReferenceRun => ({
    run: { experiment, seed },
    test,
    weights,
    hashes: [],
  }));
  return runs.length > 0 ? { source: "link", document, environment, runs } : null;
}

/** What a link tells of the runs that have ended; null where none has. */
export function expectationIn(views: Views): Expectation | null {
  const ended = endedIn(views).slice(0, mostExpected);
  const environment = ended[0]?.environment;
  if (!environment) return null;
  const results = ended.map(({ view: { run }, test, weights }) => ({
    ...run,
    test,
    weights: weights.slice(0, expectedHashDigits),
  }));
  return { environment, results };
}

export function ownRun(view: RunView): OwnRun {
  const { hashes, result } = view;
  const final = result && {
    test: result.last.test,
    weights: result.weightsHash,
    environment: result.environment,
  };
  return { hashes, final };
}

/** Whether what is on screen is of what is set up. */
export function isShownSetup({ shown, setup }: Pick<LiveRun, "shown"> & { readonly setup: Setup }): boolean {
  return shown !== null && isSetupOf(setup, shown.document);
}

/** What counts for a run that begins: what was sent, before what was recorded or trained here last, before what was kept. */
export function referenceBefore(
  { reference, shown, views, run }: LiveRun & { readonly reference: KeptReference | null },
  document: Document,
): KeptReference | null {
  const kept = reference && isReferenceOf(reference, document) ? reference : null;
  if (kept?.source === "link") return kept;
  const ended = shown && referenceIn(views, shown.document, run.status === "recorded" ? "recording" : "here");
  return ended && isReferenceOf(ended, document) ? ended : kept;
}

function endedIn(views: Views) {
  return Object.values(views).flatMap((view) => {
    const { final } = ownRun(view);
    return final ? [{ view, ...final }] : [];
  });
}
