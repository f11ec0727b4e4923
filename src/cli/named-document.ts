import { existsSync } from "node:fs";
import { BadInput, reasonOf } from "../core/bad-input.ts";
import { toDocument } from "../core/document.ts";
import type { Document } from "../core/experiment.ts";
import { documentOf } from "../core/link.ts";
import { presets } from "../core/presets.ts";
import { studies } from "../core/studies.ts";
import { didYouMean } from "../core/nearest.ts";
import { textIn } from "./text-file.ts";

/** A preset's name, a JSON file, or a link. */
export async function namedDocument(name: string | undefined): Promise<Document> {
  if (name === undefined) throw new BadInput("Nothing to run is named; give a preset, a JSON file or a link.");
  const preset = presets.get(name) ?? studies.get(name);
  if (preset) return preset;
  if (existsSync(name)) return documentIn(name);
  if (/(^|#)x\d+[.:]/.test(name)) return documentOf(name);
  const names = [...presets.keys(), ...studies.keys()];
  throw new BadInput(
    `"${name}" is no preset (npm run lab -- presets names them), no file and no link.${didYouMean(name, names)}`,
  );
}

export function documentIn(file: string): Document {
  const text = textIn(file);
  if (text.trim() === "") throw new BadInput(`${file} is empty; name a JSON file of an experiment or a plan.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BadInput(`${file} is not JSON: ${reasonOf(error)}.`);
  }
  try {
    return toDocument(value);
  } catch (error) {
    if (error instanceof BadInput) throw new BadInput(`${file}: ${error.message}`);
    throw error;
  }
}
