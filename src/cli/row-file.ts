/** A CSV that grows as a run goes on. Its marks go into checkpoints, so that a run that goes on from one cuts it back to there. */
import { createHash, type Hash } from "node:crypto";
import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readSync, writeFileSync } from "node:fs";
import { BadInput } from "../core/bad-input.ts";

/** The first `bytes` of the file. */
export interface RowMark {
  readonly bytes: number;
  readonly sha256: string;
}

const pieceBytes = 1 << 20;
/** Characters that may wait to be written. */
const mostWaiting = 1 << 16;

export class RowFile {
  readonly #file: number;
  readonly #written: (act: () => void) => void;
  readonly #hash: Hash = createHash("sha256");
  #bytes = 0;
  #waiting = "";

  /**
   * Begins the file at `path` anew with its header, or goes on behind `mark`: throws `BadInput` where the file does not hold
   * what the mark says. `written` runs what writes, and words what goes wrong.
   */
  constructor(path: string, header: string, mark: RowMark | null, written: (act: () => void) => void) {
    this.#written = written;
    const unknown = new BadInput(
      `${path} does not begin with the rows that its checkpoint knows; put it back as it was, or move it and the checkpoint away, and the same command begins this run anew.`,
    );
    if (mark && !existsSync(path)) throw unknown;
    let file = 0;
    written(() => {
      file = openSync(path, mark ? "a+" : "w+");
    });
    this.#file = file;
    if (!mark) {
      this.add([header]);
      return;
    }
    this.#read(mark.bytes);
    if (this.#bytes !== mark.bytes || this.#digest() !== mark.sha256) {
      closeSync(file);
      throw unknown;
    }
    written(() => ftruncateSync(file, mark.bytes));
  }

  add(rows: readonly string[]): void {
    for (const row of rows) this.#waiting += `${row}\n`;
    if (this.#waiting.length > mostWaiting) this.#flush();
  }

  /** Of all rows so far, which are on the disk then. */
  mark(): RowMark {
    this.#flush();
    this.#written(() => fsyncSync(this.#file));
    return { bytes: this.#bytes, sha256: this.#digest() };
  }

  close(): void {
    try {
      this.#flush();
    } finally {
      closeSync(this.#file);
    }
  }

  #flush(): void {
    const bytes = Buffer.from(this.#waiting);
    this.#waiting = "";
    this.#written(() => writeFileSync(this.#file, bytes));
    this.#note(bytes);
  }

  #read(most: number): void {
    const piece = Buffer.alloc(pieceBytes);
    while (this.#bytes < most) {
      const count = readSync(this.#file, piece, 0, Math.min(pieceBytes, most - this.#bytes), this.#bytes);
      if (count === 0) return;
      this.#note(piece.subarray(0, count));
    }
  }

  #note(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
  }

  #digest(): string {
    return this.#hash.copy().digest("hex");
  }
}
