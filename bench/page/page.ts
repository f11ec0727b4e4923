/** The page behind the bench in a browser: it starts workers and passes questions on to them. */
import type { Answer, Request } from "../protocol.ts";
import { Questions } from "../remote.ts";

interface Workers {
  readonly start: (name: string, engine: string) => void;
  readonly ask: (name: string, request: Request) => Promise<Answer>;
  readonly end: (name: string) => void;
}

declare global {
  var bench: Workers;
}

const workers = new Map<string, { readonly worker: Worker; readonly questions: Questions }>();

globalThis.bench = {
  start: (name, engine) => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: engine });
    const questions = new Questions();
    worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => questions.answer(data));
    worker.addEventListener("error", ({ message }) => questions.end(message || "its worker could not be loaded"));
    workers.set(name, { worker, questions });
  },
  ask: (name, request) => {
    const { worker, questions } = workers.get(name)!;
    return questions.put(() => worker.postMessage(request));
  },
  end: (name) => {
    workers.get(name)?.worker.terminate();
    workers.delete(name);
  },
};
