/** Bundles that were damaged, or filled with something else and sealed anew. */
import { zipSync } from "fflate";
import { BadInput } from "../../core/bad-input.ts";
import { bundleFiles, manifestFile, manifestText, runFile } from "../../core/bundle.ts";
import { sha256Of } from "../../core/canonical.ts";
import { runFileOf, runFileText } from "../../core/run-file.ts";
import { bundleIn, bundleLimits } from "../../data/bundle/read-bundle.ts";
import { Budget } from "../../data/import/budget.ts";
import type { Tried } from "./outcome.ts";

/** A bundle of one training, its run's file this text and its list of hashes right. */
export async function bundleOf(run: string, whole: string): Promise<Uint8Array> {
  const files = bundleFiles([{ file: runFileOf(whole, "whole.lab.json"), ends: [], weights: new Map() }]);
  for (const path of files.keys()) if (path.endsWith(`/${runFile}`)) files.set(path, new TextEncoder().encode(run));
  const listed: Record<string, { bytes: number; sha256: string }> = {};
  for (const [path, bytes] of files) listed[path] = { bytes: bytes.length, sha256: await sha256Of(bytes) };
  const manifest = new TextEncoder().encode(manifestText("0.1.0", listed));
  return zipSync({ [manifestFile]: manifest, ...Object.fromEntries(files) }, { level: 1 });
}

/** Throws what is neither whole trainings nor a refusal. */
export async function tryBundle(row: string, bytes: Uint8Array): Promise<Tried> {
  try {
    const trainings = await bundleIn(bytes, "a.zip", new Budget(bundleLimits, () => performance.now()));
    if (!trainings) return { row, kind: "refused at the door" };
    for (const { file } of trainings) {
      const text = runFileText(file);
      if (runFileText(runFileOf(text, "b.lab.json")) !== text) throw new Error("a run does not hold");
    }
    return { row, kind: "accepted" };
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return { row, kind: "refused inside" };
  }
}
