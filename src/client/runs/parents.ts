/** What a run was made from: the run that it goes on slower than, or the plan's baseline, or for that and for a lone experiment the preset's of the same name. */
import { canonicalJson } from "../../core/canonical.ts";
import { experimentsOf } from "../../core/document.ts";
import type { Experiment } from "../../core/experiment.ts";
import { presets } from "../../core/presets.ts";
import { nameBefore, rateChanges, type RateChange } from "../../core/slower.ts";
import { isForeign, methodNumbers } from "../method-settings.ts";
import { settingsOf, type Setting, type Settings } from "../settings.ts";
import type { RunRecord } from "./run-records.ts";

export interface Change {
  readonly parent: Experiment;
  /** Settings in which it differs from its parent; none: it is the same but for what no control shows. */
  readonly settings: readonly Setting[];
  /** Where its rate is another from some iteration on, which no control shows. */
  readonly rates: readonly RateChange[];
}

/** Null where there is nothing that it came from. `all` are the runs that this browser knows. */
export function changeOf(record: RunRecord, all: readonly RunRecord[]): Change | null {
  const { experiment, training } = record;
  const { experiments, baseline } = training.plan;
  const base = experiments.find(({ name }) => name === baseline && name !== experiment.name);
  const faster = fasterThan(record, all);
  const parent = faster ?? base ?? presetNamed(experiment.name);
  if (!parent) return null;
  const settings = settingsBetween(settingsOf(parent), settingsOf(experiment));
  // From the first iteration on it is a setting; a teacher's schedule has none.
  const rates = faster ? rateChanges(faster, experiment).filter(({ stage, done }) => done > 0 || stage === 0) : [];
  return { parent, settings, rates };
}

/** What went before a run that was made slower: trained at an earlier time, or a preset. */
function fasterThan({ experiment, training }: RunRecord, all: readonly RunRecord[]): Experiment | null {
  const before = nameBefore(experiment.name);
  if (before === null) return null;
  const earlier = all.find((other) => other.experiment.name === before && other.training.begunAt <= training.begunAt);
  return earlier?.experiment ?? presetNamed(before);
}

/** Of another method its own settings are not changes: the method's name says them. */
function settingsBetween(before: Settings, after: Settings): Setting[] {
  const isSameMethod = before.method === after.method;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets that they are settings
  return (Object.keys(after) as Setting[]).filter((key) => {
    if (canonicalJson(before[key]) === canonicalJson(after[key])) return false;
    return !ofMethods.has(key) || (isSameMethod && !isForeign(after.method, key));
  });
}

const ofMethods: ReadonlySet<Setting> = new Set<Setting>([
  "firstTap",
  "pairing",
  "pool",
  "resized",
  "reduction",
  "total",
  "matching",
  "matrix",
  "remedy",
  "lambda",
  "pairLambda",
  "fspIterations",
  "fspRate",
  "shuffled",
  "layers",
  ...methodNumbers,
]);

function presetNamed(name: string): Experiment | null {
  for (const document of presets.values()) {
    const found = experimentsOf(document).find((experiment) => experiment.name === name);
    if (found) return found;
  }
  return null;
}
