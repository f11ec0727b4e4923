/** NumPy's `.npy` arrays of numbers. Nothing is ever unpickled. */
import type { Damage, PlainDamage } from "../../core/data-fault.ts";
import type { Budget } from "./budget.ts";
import { damaged, faulty } from "./damage.ts";

/** `at` gives the number at a flat index in C order, whichever the file has. */
export interface NpyArray {
  readonly path: string;
  readonly shape: readonly number[];
  readonly length: number;
  readonly isFloat: boolean;
  readonly at: (index: number) => number;
}

const longestHeader = 65_536;

export function isNpy(bytes: Uint8Array): boolean {
  return bytes[0] === 0x93 && String.fromCharCode(...bytes.subarray(1, 6)) === "NUMPY";
}

interface Header {
  readonly descr: string;
  readonly isFortran: boolean;
  readonly shape: readonly number[];
}

/** The one form that NumPy itself writes: three keys in any order, a shape of at most 4 numbers. */
function headerIn(text: string): Header | null {
  const descr = /'descr': *'([^']{2,4})'/.exec(text)?.[1];
  const order = /'fortran_order': *(True|False)/.exec(text)?.[1];
  const shape = /'shape': *\(((?: *\d{1,10},?){0,4}) *\)/.exec(text)?.[1];
  const isWhole = /^\{(?: *'(?:descr|fortran_order|shape)': *(?:'[^']*'|True|False|\([\d, ]*\)),?){3} *\} *\n?$/.test(
    text,
  );
  if (!isWhole || descr === undefined || order === undefined || shape === undefined) return null;
  const numbers = shape.split(",").filter((part) => part.trim() !== "");
  return { descr, isFortran: order === "True", shape: numbers.map(Number) };
}

export function npyArray(path: string, bytes: Uint8Array, budget: Budget): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wrong = (damage: Damage | PlainDamage) => damaged(path, null, damage, "npy");
  if (!isNpy(bytes) || bytes.length < 12) throw wrong("beginning");
  const version = bytes[6]!;
  if (version < 1 || version > 3) throw wrong({ why: "version", version });
  const start = version === 1 ? 10 : 12;
  const headerBytes = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (headerBytes > longestHeader || start + headerBytes > bytes.length) throw wrong("header-end");
  const header = headerIn(new TextDecoder().decode(bytes.subarray(start, start + headerBytes)));
  if (!header) throw wrong("header");
  const { descr, isFortran, shape } = header;
  const type = readerOf(descr, view, start + headerBytes);
  if (!type)
    throw faulty(path, null, {
      kind: "unsupported",
      what: "type",
      type: descr,
    });
  const length = shape.reduce((product, side) => product * side, 1);
  budget.allow("unpacked", length, path);
  const expected = start + headerBytes + length * type.bytes;
  if (expected !== bytes.length) throw faulty(path, null, { kind: "cut", expected, found: bytes.length });
  const placeOf = isFortran && shape.length > 1 ? columnFirst(shape) : null;
  const at = placeOf ? (index: number) => type.at(placeOf(index)) : type.at;
  return { path, shape, length, isFloat: type.isFloat, at };
}

/** Where Fortran order, its first index the fastest, keeps the number that C order has at a flat index. */
function columnFirst(shape: readonly number[]): (index: number) => number {
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, side) => product * side, 1));
  return (index) => {
    let [rest, place] = [index, 0];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      place += (rest % shape[axis]!) * strides[axis]!;
      rest = Math.floor(rest / shape[axis]!);
    }
    return place;
  };
}

interface NumberReader {
  readonly bytes: number;
  readonly isFloat: boolean;
  readonly at: (index: number) => number;
}

function readerOf(descr: string, view: DataView, start: number): NumberReader | null {
  switch (descr) {
    case "|u1":
    case "|b1":
      return { bytes: 1, isFloat: false, at: (index) => view.getUint8(start + index) };
    case "<i4":
      return { bytes: 4, isFloat: false, at: (index) => view.getInt32(start + 4 * index, true) };
    case "<i8":
      return { bytes: 8, isFloat: false, at: (index) => Number(view.getBigInt64(start + 8 * index, true)) };
    case "<f4":
      return { bytes: 4, isFloat: true, at: (index) => view.getFloat32(start + 4 * index, true) };
    case "<f8":
      return { bytes: 8, isFloat: true, at: (index) => view.getFloat64(start + 8 * index, true) };
    default:
      return null;
  }
}
