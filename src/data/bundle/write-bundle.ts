import { zipSync } from "fflate";
import type { BundledTraining } from "../../core/bundle.ts";
import { bundleFiles, manifestFile, manifestText } from "../../core/bundle.ts";
import { sha256Of } from "../../core/canonical.ts";

/** Local, as a zip has it: equal trainings give equal files. */
const long = "1980-01-01T00:00:00";

/** `lab` is the version that writes it. */
export async function bundleBytes(
  trainings: readonly BundledTraining[],
  lab: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const files = bundleFiles(trainings);
  const listed: Record<string, { bytes: number; sha256: string }> = {};
  for (const [path, bytes] of files) listed[path] = { bytes: bytes.length, sha256: await sha256Of(bytes) };
  const manifest = new TextEncoder().encode(manifestText(lab, listed));
  return zipSync({ [manifestFile]: manifest, ...Object.fromEntries(files) }, { mtime: long });
}
