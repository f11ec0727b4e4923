/** An engine as the bench sees it: ours, or a peer. */
import type { Work } from "./cases.ts";
import type { Opened } from "./protocol.ts";

export interface Prepared {
  /** Takes so many steps and waits until the last is done; its loss, where there is one. */
  run(steps: number): Promise<number | null>;
  dispose(): void;
}

export interface Engine {
  readonly opened: Opened;
  prepare(work: Work): Promise<Prepared>;
  /** How many tensors it holds now; null where it cannot say. */
  tensors(): number | null;
}

/** Why an engine cannot do what it was asked. */
export class Missing extends Error {
  override readonly name = "Missing";
}
