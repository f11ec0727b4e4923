/** In the training worker's place one that only sends: as many and as large matrices as are wanted, and answers to looks. */
import type { Page } from "@playwright/test";

export interface StandIn {
  readonly pairs: number;
  /** Of each matrix, which is square. */
  readonly channels: number;
  readonly updatesPerSecond: number;
}

/** Call it before `goto`. The run that it plays has the name and seed of the plan's first experiment. */
export async function standInForTheWorker(page: Page, standIn: StandIn): Promise<void> {
  await page.addInitScript(({ pairs, channels, updatesPerSecond }) => {
    const cells = channels * channels;
    const names = Array.from({ length: pairs }, (_, index) => `section${index + 1}`);
    const shape = [channels, channels];
    // Made once: what is measured is the page's work, not this one's.
    const pool = Array.from({ length: 32 }, (_, round) =>
      Float32Array.from({ length: cells }, (_cell, index) => 1 + Math.sin(index * 12.9898 + round * 78.233)),
    );
    const matricesOf = (round: number) =>
      // An array of its own each time, as one that came by a message is.
      names.map((pair, index) => ({ pair, shape, values: pool[(round + index) % pool.length]!.slice() }));
    const positions = 64;
    const maps = {
      size: [8, 8],
      first: pool[0]!.slice(0, positions * channels),
      last: pool[1]!.slice(0, positions * channels),
      products: null,
      own: null,
    };

    class StandInWorker extends EventTarget {
      onmessage: ((event: { data: unknown }) => void) | null = null;
      onerror = null;
      onmessageerror = null;
      #stop = () => {};

      postMessage(command: {
        type: string;
        id?: number;
        plan?: { seeds: number[]; experiments: { name: string }[] };
        look?: { type: string };
      }): void {
        if (command.type === "start")
          this.#play({ experiment: command.plan!.experiments[0]!.name, seed: command.plan!.seeds[0]! });
        else if (command.type === "look" && command.look!.type === "pair") {
          const matrices = { pair: names[0], shape, teacher: pool[2], student: pool[3], losses: pool[4] };
          const answer = { type: "pair", moment: { stage: 1, step: 0 }, matrices, teacher: maps, student: maps };
          setTimeout(() => this.#send({ type: "looked", id: command.id, answer }));
        } else if (command.type === "look") {
          setTimeout(() => this.#send({ type: "lookRefused", id: command.id, code: "internal", message: "" }));
        }
      }

      terminate(): void {
        this.#stop();
      }

      #send(data: unknown): void {
        this.onmessage?.({ data });
      }

      #play(run: { experiment: string; seed: number }): void {
        let step = 0;
        const reports = (...all: unknown[]) => this.#send({ type: "reports", run, reports: all });
        const update = () => {
          const distance = Object.fromEntries(names.map((name) => [name, 1 + (step % 7)]));
          reports({ type: "matrices", stage: 1, step, matrices: matricesOf(step), distance });
          step += 1;
        };
        setTimeout(() => {
          const backend = { kind: "wasm", adapter: null, software: false, reason: "no-api", threads: null };
          this.#send({ type: "backend", backend });
          reports(
            { type: "stage", stage: 1, iterations: 100_000 },
            { type: "teacherMatrices", matrices: matricesOf(7) },
          );
          this.#send({ type: "snapshot", kept: { run, moment: { stage: 1, step: 0 } }, dropped: [] });
          const timer = setInterval(update, 1000 / updatesPerSecond);
          this.#stop = () => clearInterval(timer);
        });
      }
    }
    Object.assign(globalThis, { Worker: StandInWorker });
  }, standIn);
}
