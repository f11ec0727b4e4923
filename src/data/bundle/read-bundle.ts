/** A bundle that somebody gave. What it says of itself is not believed: sizes, hashes and every run are checked. */
import { BadInput } from "../../core/bad-input.ts";
import type { BundledTraining, Manifest } from "../../core/bundle.ts";
import { endsFile, endsOf, manifestFile, manifestOf, runFile, weightsFolder } from "../../core/bundle.ts";
import type { FaultPlace } from "../../core/data-fault.ts";
import { sha256Of } from "../../core/canonical.ts";
import { runFileOf } from "../../core/run-file.ts";
import { tensorFileOf } from "../../core/safetensors.ts";
import type { Budget, Limits } from "../import/budget.ts";
import { usualLimits } from "../import/budget.ts";
import { damaged } from "../import/damage.ts";
import type { SourceFile } from "../import/files.ts";
import { isZip, zipMembers } from "../import/zip.ts";

const mebibyte = 2 ** 20;

/** Reports are text that repeats itself: 100 matrices of zeros pack to a 300th. */
export const bundleLimits: Limits = {
  ...usualLimits,
  bytes: 512 * mebibyte,
  unpacked: 1024 * mebibyte,
  ratio: 1000,
  files: 20_000,
};

/** Null where the file is no bundle, whatever else it is. Throws `BadInput` that names the file where it is a damaged one. */
export async function bundleIn(bytes: Uint8Array, file: string, budget: Budget): Promise<BundledTraining[] | null> {
  if (!isZip(bytes)) return null;
  const members = new Map(
    zipMembers(bytes, file, budget).map((member) => [member.path.slice(file.length + 1), member]),
  );
  const manifest = members.get(manifestFile);
  if (!manifest) return null;
  const files = listIn(await manifest.read(), file);
  members.delete(manifestFile);
  const stranger = [...members.keys()].find((path) => !Object.hasOwn(files, path));
  if (stranger !== undefined) throw damaged(file, inside(stranger), "unlisted");
  const contents = new Map<string, Uint8Array>();
  for (const [path, { sha256 }] of Object.entries(files)) {
    const member = members.get(path);
    if (!member) throw damaged(file, inside(path), "absent");
    contents.set(path, await checked(member, path, sha256, file));
  }
  const runs = [...contents.keys()].filter((path) => /^[^/]+\/[^/]+$/.test(path) && path.endsWith(`/${runFile}`));
  if (runs.length === 0) throw damaged(file, null, "no-runs");
  return runs.map((path) => trainingIn(contents, path.slice(0, -runFile.length), file));
}

function listIn(bytes: Uint8Array, file: string): Manifest["files"] {
  const manifest = manifestOf(new TextDecoder().decode(bytes));
  if (!manifest) throw damaged(file, inside(manifestFile), "list");
  if (!manifest.isKnown) throw new BadInput({ code: "run-file", file, version: manifest.version });
  return manifest.files;
}

async function checked(member: SourceFile, path: string, sha256: string, file: string): Promise<Uint8Array> {
  const bytes = await member.read();
  if ((await sha256Of(bytes)) !== sha256) throw damaged(file, inside(path), "hash");
  return bytes;
}

function trainingIn(contents: ReadonlyMap<string, Uint8Array>, folder: string, file: string): BundledTraining {
  const text = new TextDecoder().decode(contents.get(`${folder}${runFile}`));
  const weights = new Map<string, Uint8Array>();
  for (const [path, bytes] of contents) {
    if (!path.startsWith(`${folder}${weightsFolder}`)) continue;
    // Throws where these are no tensors.
    tensorFileOf(bytes, `${file}/${path}`);
    weights.set(path.slice(folder.length + weightsFolder.length), bytes);
  }
  const ended = contents.get(`${folder}${endsFile}`);
  const ends = ended ? endsOf(new TextDecoder().decode(ended)) : [];
  if (!ends) throw damaged(file, inside(`${folder}${endsFile}`), "ends");
  return { file: runFileOf(text, `${file}/${folder}${runFile}`), ends, weights };
}

function inside(path: string): FaultPlace {
  return { at: "member", path };
}
