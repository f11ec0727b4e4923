/** CSV of pixels: a line an image, its label in the column `label` or `class`, or else in the first. */
import type { FaultPlace } from "../../core/data-fault.ts";
import type { Budget } from "./budget.ts";
import { damaged, faulty } from "./damage.ts";
import { nameOf, splitIn } from "./files.ts";
import type { Part } from "./part.ts";

const newline = 10;
const longestLine = 2 ** 20;

/** Grey images are a square number of pixels; coloured ones three times that, red, green and blue of each pixel in turn. */
export function csvPart(file: string, bytes: Uint8Array, budget: Budget): Part {
  const labels: number[] = [];
  const rows: Uint8Array[] = [];
  let labelAt = 0;
  let columns: number | null = null;
  for (const { text, number } of linesOf(bytes, file, budget)) {
    const cells = text.split(/[,;\t]/);
    const place = { at: "line", index: number } as const;
    if (number === 1 && cells.some((cell) => /[a-z]/i.test(cell))) {
      labelAt = Math.max(
        0,
        cells.findIndex((cell) => /^"?\s*(?:label|class|target|y)\s*"?$/i.test(cell)),
      );
      columns = cells.length;
      continue;
    }
    columns ??= cells.length;
    if (cells.length !== columns) throw damaged(file, place, { why: "cells", found: cells.length, first: columns });
    labels.push(wholeIn(cells[labelAt]!, budget.limits.classes - 1, file, place));
    cells.splice(labelAt, 1);
    rows.push(Uint8Array.from(cells, (cell) => wholeIn(cell, 255, file, place)));
    budget.allow("images", rows.length, file);
  }
  const size = sizeOf((columns ?? 0) - 1);
  if (!size || rows.length === 0)
    throw faulty(file, null, {
      kind: "unsupported",
      what: "table",
      lines: rows.length,
      pixels: Math.max(0, (columns ?? 0) - 1),
    });
  const pixels = new Uint8Array(rows.length * size[0] * size[1] * size[2]);
  for (const [index, row] of rows.entries()) pixels.set(row, index * row.length);
  const split = splitIn(nameOf(file)) ?? "training";
  return { file, split, size, images: { pixels, labels: Uint8Array.from(labels) }, classes: null, refitted: [] };
}

function sizeOf(pixels: number): Part["size"] | null {
  for (const channels of [1, 3]) {
    const side = Math.sqrt(pixels / channels);
    if (Number.isInteger(side) && side > 1) return [side, side, channels];
  }
  return null;
}

function wholeIn(cell: string, most: number, file: string, place: FaultPlace): number {
  const digits = /^\s*"?(\d{1,3})(?:\.0*)?"?\s*$/.exec(cell)?.[1];
  const value = digits === undefined ? Number.NaN : Number(digits);
  if (value <= most) return value;
  throw faulty(file, place, {
    kind: "unsupported",
    what: "cell",
    cell: cell.slice(0, 20).replaceAll(/\p{C}/gu, "?"),
  });
}

function* linesOf(bytes: Uint8Array, file: string, budget: Budget): Generator<{ text: string; number: number }, void> {
  const decoder = new TextDecoder();
  let number = 0;
  for (let at = 0; at < bytes.length;) {
    budget.tick(file);
    const found = bytes.indexOf(newline, at);
    const end = found === -1 ? bytes.length : found;
    number += 1;
    if (end - at > longestLine) throw damaged(file, { at: "line", index: number }, { why: "line", most: longestLine });
    const text = decoder.decode(bytes.subarray(at, end)).replace(/\r$/, "");
    if (text.trim() !== "") yield { text, number };
    at = end + 1;
  }
}
