/** Ctrl-C, a request to end, a terminal that was closed. */

/** Thrown after everything was kept. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  /** 128 and the signal's number, as shells count. */
  readonly exitCode: number;
  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** npm and the terminal may both pass on one Ctrl-C. */
const sameKeyMs = 1000;

/** From here on signals end the run behind the step in progress; a second one ends the process at once. */
export class Interruption {
  readonly #asked = new AbortController();
  #exitCode: number | null = null;
  #heardAt = 0;

  constructor() {
    for (const [signal, code] of Object.entries(exitCodes)) process.on(signal, () => this.#heard(code));
  }

  /** Aborted by the first of them. */
  get signal(): AbortSignal {
    return this.#asked.signal;
  }

  /** What to exit with; null while nobody asked to end. */
  get exitCode(): number | null {
    return this.#exitCode;
  }

  #heard(code: number): void {
    const now = performance.now();
    if (this.#exitCode !== null && now - this.#heardAt > sameKeyMs) process.exit(code);
    this.#exitCode ??= code;
    this.#heardAt = now;
    this.#asked.abort();
  }
}
