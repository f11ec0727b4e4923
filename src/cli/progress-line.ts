import type { Report } from "../core/report.ts";

/** One line on stderr that says how far a run is; overwritten on a terminal, said every tenth elsewhere. */
export class ProgressLine {
  readonly #name: string;
  readonly #started = performance.now();
  #iterations = 0;
  #tenth = -1;

  constructor(name: string) {
    this.#name = name;
  }

  show(report: Report): void {
    if (report.type === "stage") {
      this.#iterations = report.iterations;
      this.#tenth = -1;
    }
    if (report.type !== "step") return;
    const tenth = Math.floor((10 * report.step) / this.#iterations);
    const seconds = (performance.now() - this.#started) / 1000;
    const text = `${this.#name}: stage ${report.stage}, ${report.step} of ${this.#iterations}, loss ${report.loss.toPrecision(4)}, ${seconds.toFixed(0)} s`;
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
    else if (tenth > this.#tenth) process.stderr.write(`${text}\n`);
    this.#tenth = tenth;
  }

  end(): void {
    if (process.stderr.isTTY) process.stderr.write("\n");
  }
}
