/** Runs the same tests on every backend that this machine has. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { afterAll, beforeAll, describe } from "vitest";
import { installDawn } from "../cli/dawn.ts";
import type { BackendKind, EngineKind } from "../core/backend-kind.ts";
import { backendKinds } from "../core/backend-kind.ts";
import type { Backend } from "../engine/backend.ts";
import { openBackend } from "../engine/backend.ts";

const binary = "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm";

/** The caller closes it. WebGPU is Dawn, on whatever Vulkan driver `vitest.config.ts` found. */
export async function openTestBackend(kind: BackendKind, engine: EngineKind = "fast"): Promise<Backend> {
  if (kind === "webgpu") await installDawn(["backend=vulkan"]);
  latest = await openBackend(kind, { wasm: await wasmBytes(), engine });
  return latest;
}

/** tfjs's SIMD binary. */
export async function wasmBytes(): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(createRequire(import.meta.url).resolve(binary)));
}

let latest: Backend | null = null;

/** The backend that was opened last. */
export function latestBackend(): Backend | null {
  return latest;
}

/** Why this backend cannot be had here; null when it can. */
export async function missing(kind: BackendKind): Promise<string | null> {
  if (kind !== "webgpu") return null;
  try {
    await installDawn(["backend=vulkan"]);
  } catch (error) {
    return `Dawn did not load: ${String(error)}`;
  }
  return (await navigator.gpu.requestAdapter()) ? null : "there is no Vulkan driver";
}

/** `tests` once a backend, in a suite named after it; a backend that cannot be had is skipped, and its suite says why. */
export async function describeEachBackend(
  tests: (kind: BackendKind) => void,
  kinds: readonly BackendKind[] = backendKinds,
): Promise<void> {
  for (const kind of kinds) {
    const reason = await missing(kind);
    describe.skipIf(reason !== null)(reason ? `${kind} (skipped: ${reason})` : kind, () => {
      let backend: Backend | undefined;
      beforeAll(async () => {
        backend = await openTestBackend(kind);
      });
      afterAll(() => backend?.close());
      tests(kind);
    });
  }
}
