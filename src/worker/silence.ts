/** Waits for somebody who may fall silent: the signal is given `silenceMs` after the last word. */
export class Silence {
  readonly #controller = new AbortController();
  readonly #silenceMs: number;
  #timer: ReturnType<typeof setTimeout>;

  constructor(silenceMs: number) {
    this.#silenceMs = silenceMs;
    this.#timer = this.#wait();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get isOver(): boolean {
    return this.signal.aborted;
  }

  heard(): void {
    clearTimeout(this.#timer);
    this.#timer = this.#wait();
  }

  /** Nothing more is waited for. */
  end(): void {
    clearTimeout(this.#timer);
  }

  #wait(): ReturnType<typeof setTimeout> {
    return setTimeout(
      () => this.#controller.abort(new Error(`nothing came for ${this.#silenceMs / 1000} s`)),
      this.#silenceMs,
    );
  }
}
