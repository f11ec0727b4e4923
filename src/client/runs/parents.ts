/** What a run was made from: the plan's baseline, or for that and for a lone experiment the preset's of the same name. */
import { canonicalJson } from "../../core/canonical.ts";
import { experimentsOf } from "../../core/document.ts";
import type { Experiment } from "../../core/experiment.ts";
import { presets } from "../../core/presets.ts";
import { isForeign, methodNumbers } from "../method-settings.ts";
import { settingsOf, type Setting, type Settings } from "../settings.ts";
import type { RunRecord } from "./run-records.ts";

export interface Change {
  readonly parent: Experiment;
  /** Settings in which it differs from its parent; none: it is the same but for what no control shows. */
  readonly settings: readonly Setting[];
}

/** Null where there is nothing that it came from. */
export function changeOf({ experiment, training }: RunRecord): Change | null {
  const { experiments, baseline } = training.plan;
  const base = experiments.find(({ name }) => name === baseline && name !== experiment.name);
  const parent = base ?? presetNamed(experiment.name);
  return parent && { parent, settings: settingsBetween(settingsOf(parent), settingsOf(experiment)) };
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
