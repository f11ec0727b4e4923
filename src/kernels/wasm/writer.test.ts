import { expect, test } from "vitest";
import type { Place } from "../routine/routine.ts";
import { ProgramWriter } from "./writer.ts";

const mebibyte = 2 ** 20;
const place = (memory: Place["memory"]): Place => ({ memory, offset: 0, length: 64 });
const call = (name: number) => (address: number) => ({ kernel: "copy", args: [name, address] }) as const;

/** What a writer was lent, in bytes; an address is where a piece comes in the order. */
function writerWith(lent: number[]): ProgramWriter {
  const none = () => 0;
  const step = { samples: 0, labels: 0, pixels: 0, settings: 0, results: 0 };
  const sizes = {
    directConvScratch: none,
    directFilterGradientScratch: none,
    winogradConvScratch: none,
    winogradFilterGradientScratch: none,
    fspScratch: none,
  };
  return new ProgramWriter({
    batch: 4,
    ranges: { perRange: 4, count: 1 },
    sizes,
    step,
    addressOf: none,
    lend: (bytes) => lent.push(bytes) - 1,
    reserve: () => {},
  });
}

/** Readers of prepared memory one after the other, named by their numbers; what is prepared for them by the next hundred. */
function groupsOf(writer: ProgramWriter, bytes: readonly number[]): number[][][] {
  for (const [name, size] of bytes.entries()) {
    const { address, shared } = writer.prepared(size, place("weights"), call(100 + name));
    writer.perImage(call(name)(address), { reads: [], writes: [place(name)], whole: shared ? [shared] : [] });
  }
  const names = (calls: readonly { readonly args: readonly number[] }[]) => calls.map(({ args }) => args[0]!);
  return writer.schedule.groups().map(({ perImage, alone }) => [names(alone), names(perImage)]);
}

test("what fits into 16 MB lies ready before all else", () => {
  const lent: number[] = [];
  expect(groupsOf(writerWith(lent), [8 * mebibyte, 8 * mebibyte])).toEqual([
    [[100, 101], []],
    [[], [0, 1]],
  ]);
  expect(lent).toEqual([8 * mebibyte, 8 * mebibyte]);
});

test("what does not is made in the memory of its size, when its last reader is done", () => {
  const lent: number[] = [];
  expect(groupsOf(writerWith(lent), [16 * mebibyte, 9, 9, 7, 9])).toEqual([
    [[100], []],
    [[], [0]],
    [[101], []],
    [[], [1]],
    [[102], []],
    [[], [2]],
    [[103], []],
    [[], [3]],
    [[104], []],
    [[], [4]],
  ]);
  expect(lent).toEqual([16 * mebibyte, 9, 7]);
});
