/** An engine in a Node process of its own: both ends. */
import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { installDawn } from "../../src/cli/dawn.ts";
import { openByName } from "../engines/open.ts";
import type { Answer, Request } from "../protocol.ts";
import type { EngineName, Remote } from "../remote.ts";
import { opened, Questions } from "../remote.ts";
import { answerer } from "../serve.ts";

/** The bundle itself is the child's program. */
const program = fileURLToPath(import.meta.url);
const flag = "--engine";

/** What the child's command line says; null in the bench's own process. */
export function childArguments(given: readonly string[]): readonly string[] | null {
  return given[0] === flag ? given.slice(1) : null;
}

export function openChild(
  engine: EngineName,
  backend: string,
  dawn: "vulkan" | "null",
  environment: NodeJS.ProcessEnv,
): Promise<Remote | string> {
  const child = fork(program, [flag, engine, dawn], {
    env: environment,
    execArgv: ["--expose-gc"],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  return opened(engine, backend, linkTo(child));
}

/** Questions and answers as messages of the child's. */
function linkTo(child: ChildProcess) {
  const questions = new Questions();
  let lastWords = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (lastWords = (lastWords + text).slice(-500)));
  child.on("message", (message) => {
    // oxlint-disable-next-line no-unsafe-type-assertion -- `serveParent` sends nothing else
    questions.answer(message as Answer);
  });
  child.on("error", (error) => questions.end(error.message));
  child.on("exit", (code, signal) => questions.end(`its process ended (${signal ?? code}). ${lastWords}`.trim()));
  return {
    ask: (request: Request) => questions.put(() => child.send(request)),
    close: () => void child.kill("SIGKILL"),
  };
}

/** The child's life: it answers until its parent ends it. */
export async function serveParent([engine = "", dawn = "vulkan"]: readonly string[]): Promise<void> {
  const loadEngine = openByName[engine];
  if (!loadEngine) throw new RangeError(`there is no engine "${engine}"`);
  const answer = answerer({
    bringGpu: () => installDawn([`backend=${dawn}`]),
    loadEngine,
    heapBytes: () => {
      globalThis.gc?.();
      return process.memoryUsage().heapUsed;
    },
  });
  process.on("disconnect", () => process.exit(0));
  process.on("message", (message) => {
    // oxlint-disable-next-line no-unsafe-type-assertion -- `openChild` sends nothing else
    void answer(message as Request).then((reply) => process.send?.(reply));
  });
}
