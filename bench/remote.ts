/** An engine elsewhere, as the one who asks sees it. */
import type { Answer, Opened, Request } from "./protocol.ts";

export type EngineName = "fsp-lab" | "tfjs" | "jax-js" | "pytorch";

export interface Remote {
  readonly engine: EngineName;
  readonly backend: string;
  readonly opened: Opened;
  /** One question at a time. */
  ask(request: Request): Promise<Answer>;
  close(): void;
}

type Ask = (request: Request) => Promise<Answer>;

/** Opens the engine's backend; a sentence where that cannot be had. */
export async function opened(
  engine: EngineName,
  backend: string,
  link: { readonly ask: Ask; readonly close: () => void },
): Promise<Remote | string> {
  const answer = await link.ask({ type: "open", backend });
  if (answer.type === "opened") return { engine, backend, opened: answer, ...link };
  link.close();
  return answer.type === "missing" ? answer.reason : `it answered "${answer.type}"`;
}

/** Matches answers that come in order to the questions; `end` answers all that are left and all to come. */
export class Questions {
  #waiting: ((answer: Answer) => void)[] = [];
  #ended: string | null = null;

  /** Resolves with the next answer; `send` puts the question. */
  put(send: () => void): Promise<Answer> {
    if (this.#ended !== null) return Promise.resolve({ type: "missing", reason: this.#ended });
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      send();
    });
  }

  answer(answer: Answer): void {
    this.#waiting.shift()?.(answer);
  }

  end(reason: string): void {
    this.#ended ??= reason;
    for (const resolve of this.#waiting.splice(0)) resolve({ type: "missing", reason: this.#ended });
  }
}
