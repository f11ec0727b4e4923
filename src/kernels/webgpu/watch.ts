/** Watches over a GPUDevice: tfjs looks neither for its loss nor for its errors, and would go on with stale numbers. */

/** The device was lost, reported an error, or was never there. */
export class GpuFailure extends Error {
  override readonly name = "GpuFailure";
}

const filters = ["validation", "out-of-memory", "internal"] as const satisfies readonly GPUErrorFilter[];

/** How long the word of a loss may be on its way, behind the first call that failed of it. */
const lossArrivesMs = 1000;

export class GpuWatch {
  readonly #device: GPUDevice;
  #failure: GpuFailure | null = null;
  #closed = false;

  constructor(device: GPUDevice) {
    this.#device = device;
    device.addEventListener("uncapturederror", ({ error }) => this.#fail(error.message));
    void device.lost.then(({ reason, message }) => {
      if (!this.#closed) this.#fail(`The device was lost (${reason}). ${message}`);
    });
    this.#openScopes();
  }

  /** The first thing that went wrong. */
  get failure(): GpuFailure | null {
    return this.#failure;
  }

  /** Resolves when the errors of all that was submitted so far have arrived, and throws the first failure. */
  async settle(): Promise<void> {
    if (!this.#failure) {
      // An event may come late; what a scope caught is here when its promise resolves.
      const errors = filters.map(() => this.#device.popErrorScope());
      this.#openScopes();
      try {
        await this.#device.queue.onSubmittedWorkDone();
        for (const error of await Promise.all(errors)) if (error) this.#fail(error.message);
      } catch (error) {
        this.#fail(String(error));
      }
    }
    if (this.#failure) throw this.#failure;
  }

  /** The failure behind an error: what a lost device makes fail is often heard of before the loss. */
  async causeOf(error: unknown): Promise<unknown> {
    if (!this.#failure) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, lossArrivesMs)));
      await Promise.race([this.#device.lost, late]);
      clearTimeout(timer);
    }
    return this.#failure ?? error;
  }

  close(): void {
    this.#closed = true;
    this.#device.destroy();
  }

  #openScopes(): void {
    for (const filter of filters) this.#device.pushErrorScope(filter);
  }

  #fail(message: string): void {
    this.#failure ??= new GpuFailure(message);
  }
}
