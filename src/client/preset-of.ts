import { canonicalJson } from "../core/canonical.ts";
import type { Document } from "../core/experiment.ts";
import { presets } from "../core/presets.ts";
import { studies } from "../core/studies.ts";

/** What a first visit shows. */
export const firstPreset = "first-look";

/** The preset that the document is; null for any other. */
export function presetOf(document: Document): string | null {
  const text = canonicalJson(document);
  return [...presets.keys()].find((name) => canonicalJson(presets.get(name)) === text) ?? null;
}

/** Whether it is the study of its name. */
export function isStudy(document: Document): boolean {
  const study = studies.get(document.name);
  return study !== undefined && canonicalJson(study) === canonicalJson(document);
}
