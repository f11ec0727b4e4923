/** The engine under Node: its backend, and the lab's files from the disk. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { BackendKind, EngineKind } from "../core/backend-kind.ts";
import { BadInput } from "../core/bad-input.ts";
import type { Plan } from "../core/experiment.ts";
import type { FindStored } from "../data/stored.ts";
import { GpuFailure, NoSimd, openBackend } from "../engine/backend.ts";
import { environmentOf } from "../engine/environment.ts";
import type { PlanParts } from "../engine/plan-run.ts";
import type { FindTeacher } from "../engine/sources.ts";
import { sourcesFrom } from "../engine/sources.ts";
import { chooseVariants } from "../engine/variant-choice.ts";
import { installDawn } from "./dawn.ts";
import { systemReason } from "./system-reason.ts";
import { variantFile } from "./variant-file.ts";

export interface NodeLab {
  readonly parts: PlanParts;
  /** Why a run broke off: of a GPU that failed, that; else the error itself. */
  readonly causeOf: (error: unknown) => Promise<unknown>;
}

/** The bundle lies somewhere below the project's folder. */
const project = projectAbove(import.meta.dirname);

function projectAbove(folder: string): string {
  if (existsSync(join(folder, "package.json"))) return folder;
  const above = dirname(folder);
  if (above === folder) throw new Error(`No package.json lies above ${import.meta.dirname}.`);
  return projectAbove(above);
}

/** Ready for this plan: what the backend can choose is chosen for it. */
export async function openLab(
  plan: Plan,
  kind: BackendKind,
  engine: EngineKind,
  findStored: FindStored,
  findTeacher: FindTeacher,
): Promise<NodeLab> {
  if (kind === "webgpu") await installDawn();
  const wasm = await wasmBinary();
  const backend = await openBackend(kind, { wasm, engine }).catch((error: unknown) => {
    if (error instanceof GpuFailure) throw new BadInput(`${error.message} Use --backend wasm.`);
    if (error instanceof NoSimd)
      throw new BadInput(`${error.message} Use a newer Node or processor, or --backend cpu.`);
    throw error;
  });
  const now = () => performance.now();
  const variants = await chooseVariants(plan, backend, variantFile(join(project, "build/variants.json")), now);
  const readPublic = async (path: string) => {
    try {
      return await readFile(join(project, "public", path));
    } catch (error) {
      throw new BadInput(`public/${path} cannot be read: ${systemReason(error)}; restore it from the repository.`);
    }
  };
  return {
    causeOf: (error) => backend.causeOf(error),
    parts: {
      environment: environmentOf(backend, variants),
      now,
      breathe: () => new Promise((resolve) => setImmediate(resolve)),
      settle: () => backend.settle(),
      openMachine: backend.openMachine,
      patienceMs: () => 250,
      ...sourcesFrom(readPublic, findStored, findTeacher, () => {}),
    },
  };
}

async function wasmBinary(): Promise<Uint8Array<ArrayBuffer>> {
  const { resolve } = createRequire(join(project, "package.json"));
  return new Uint8Array(await readFile(resolve("@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm")));
}
