/** Between two steps training passes here; closed, it waits until the page says go on, or for one step more. */
export class Gate {
  #open: boolean;
  #pass: (() => void) | null = null;
  readonly #onChange: (state: "paused" | "training") => void;

  constructor(open: boolean, onChange: (state: "paused" | "training") => void) {
    this.#open = open;
    this.#onChange = onChange;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** Whether training stands here now. */
  get isWaiting(): boolean {
    return this.#pass !== null;
  }

  close(): void {
    this.#open = false;
  }

  open(): void {
    this.#open = true;
    this.#pass?.();
  }

  /** Lets one waiting step through; the gate stays closed behind it. */
  stepOnce(): void {
    this.#pass?.();
  }

  async passed(): Promise<void> {
    if (this.#open) return;
    this.#onChange("paused");
    await new Promise<void>((resolve) => {
      this.#pass = resolve;
    });
    this.#pass = null;
    this.#onChange("training");
  }
}
