/** Which GPU Dawn finds in Node, and the surroundings in which it finds one. */
import { fork } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { installDawn } from "../../src/cli/dawn.ts";
import { adapterName, isSoftware, requestAdapter } from "../../src/engine/adapter.ts";

export interface Adapter {
  readonly name: string;
  readonly software: boolean;
}

/** What an engine's process is started with. */
export interface Surroundings {
  readonly environment: NodeJS.ProcessEnv;
  readonly adapter: Adapter | null;
}

const program = fileURLToPath(import.meta.url);
export const probeFlag = "--probe";
const chromium = "/usr/lib/chromium";

/** The machine's own GPU, or the SwiftShader that comes with Debian's Chromium. The loader looks only as a process starts. */
export async function surroundings(): Promise<Surroundings> {
  const own = await probed(process.env);
  const driver = `${chromium}/vk_swiftshader_icd.json`;
  if (own || !existsSync(driver)) return { environment: process.env, adapter: own };
  const libraries = [process.env["LD_LIBRARY_PATH"], chromium].filter(Boolean).join(":");
  const environment = { ...process.env, VK_ICD_FILENAMES: driver, LD_LIBRARY_PATH: libraries };
  return { environment, adapter: await probed(environment) };
}

function probed(environment: NodeJS.ProcessEnv): Promise<Adapter | null> {
  const child = fork(program, [probeFlag], { env: environment, stdio: ["ignore", "ignore", "ignore", "ipc"] });
  return new Promise((resolve) => {
    child.on("message", (found) => {
      // oxlint-disable-next-line no-unsafe-type-assertion -- `probe` sends nothing else
      resolve(found as Adapter | null);
      child.kill("SIGKILL");
    });
    child.on("error", () => resolve(null));
    child.on("exit", () => resolve(null));
  });
}

/** The child's life: it sends what it found. */
export async function probe(): Promise<void> {
  const adapter = await installDawn(["backend=vulkan"]).then(requestAdapter, () => null);
  process.send?.(adapter ? { name: adapterName(adapter.info), software: isSoftware(adapter.info) } : null);
}
