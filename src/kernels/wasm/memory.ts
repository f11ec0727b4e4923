/** Lends pieces of a machine's memory, and makes it larger where it must. */
import { NoRoom } from "./no-room.ts";

/** Bytes; a cache line, so that no two threads write to the same one. */
const grain = 64;

const pageSize = 65_536;

/** Nothing lies at address 0, which means "none"; and kernels may read, though not use, a little behind what they are given. */
const margin = pageSize;

export class MachineMemory {
  readonly memory: WebAssembly.Memory;
  /** By address, what is lent, in bytes. */
  readonly #lent = new Map<number, number>();
  /** In order, never touching each other. */
  #free: { readonly from: number; readonly to: number }[];
  #views: { readonly bytes: Uint8Array; readonly ints: Int32Array; readonly floats: Float32Array } | null = null;

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
    const end = memory.buffer.byteLength - margin;
    this.#free = end > grain ? [{ from: grain, to: end }] : [];
  }

  /** Views of all of it; another memory may lie behind them after the next `lend`. */
  get views() {
    const { buffer } = this.memory;
    if (this.#views?.bytes.buffer !== buffer)
      this.#views = { bytes: new Uint8Array(buffer), ints: new Int32Array(buffer), floats: new Float32Array(buffer) };
    return this.#views;
  }

  /** The address of so many bytes, zeros. */
  lend(bytes: number): number {
    const size = Math.max(grain, Math.ceil(bytes / grain) * grain);
    const address = this.#take(size) ?? this.#takeGrown(size);
    this.#lent.set(address, size);
    this.views.bytes.fill(0, address, address + size);
    return address;
  }

  giveBack(address: number): void {
    const size = this.#lent.get(address);
    if (size === undefined) throw new RangeError(`wasm: nothing is lent at ${address}`);
    this.#lent.delete(address);
    this.#free = merged([...this.#free, { from: address, to: address + size }]);
  }

  #take(size: number): number | null {
    const index = this.#free.findIndex(({ from, to }) => to - from >= size);
    if (index < 0) return null;
    const { from, to } = this.#free[index]!;
    this.#free.splice(index, 1, ...(from + size < to ? [{ from: from + size, to }] : []));
    return from;
  }

  #takeGrown(size: number): number {
    const end = this.memory.buffer.byteLength;
    const from = end === 0 ? grain : end - margin;
    const last = this.#free.at(-1);
    const missing = size - (last?.to === from ? last.to - last.from : 0);
    const pages = Math.ceil((from + missing + margin - end) / pageSize);
    try {
      this.memory.grow(pages);
    } catch {
      const lent = [...this.#lent.values()].reduce((sum, piece) => sum + piece, 0);
      throw new NoRoom(
        `wasm: no room for ${size} bytes more: ${lent} of ${end} are in use, and the memory cannot grow`,
      );
    }
    this.#free = merged([...this.#free, { from, to: this.memory.buffer.byteLength - margin }]);
    return this.#take(size)!;
  }
}

function merged(pieces: readonly { readonly from: number; readonly to: number }[]) {
  const whole: { from: number; to: number }[] = [];
  for (const { from, to } of pieces.toSorted((a, b) => a.from - b.from)) {
    const last = whole.at(-1);
    if (last?.to === from) last.to = to;
    else whole.push({ from, to });
  }
  return whole;
}
