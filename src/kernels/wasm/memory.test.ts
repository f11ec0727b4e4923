import { expect, test } from "vitest";
import { MachineMemory } from "./memory.ts";

const page = 65_536;

test.each([0, 1, 63, 64, 65, page - 1, page, 5 * page])(
  "%i bytes are lent from a multiple of 64 on, as zeros",
  (bytes) => {
    const memory = new MachineMemory(new WebAssembly.Memory({ initial: 2 }));
    memory.views.bytes.fill(7);
    const [one, other] = [memory.lend(bytes), memory.lend(bytes)];
    expect([one % 64, other % 64]).toEqual([0, 0]);
    expect(one).toBeGreaterThan(0);
    expect(other).toBeGreaterThanOrEqual(one + bytes);
    expect(memory.views.bytes.subarray(one, one + bytes).every((value) => value === 0)).toBe(true);
    // Kernels may read a little behind what they are given.
    expect(memory.views.bytes.length).toBeGreaterThanOrEqual(other + bytes + page);
  },
);

test("what is given back is lent again, and neighbours are one", () => {
  const memory = new MachineMemory(new WebAssembly.Memory({ initial: 4 }));
  const [first, second, third] = [memory.lend(page), memory.lend(page), memory.lend(64)];
  memory.giveBack(first);
  memory.giveBack(second);
  expect(memory.lend(2 * page)).toBe(first);
  expect(() => memory.giveBack(second)).toThrow(`nothing is lent at ${second}`);
  memory.giveBack(third);
});

test("what cannot be had is refused with the numbers, and the rest still is", () => {
  const memory = new MachineMemory(new WebAssembly.Memory({ initial: 2, maximum: 4 }));
  memory.lend(1000);
  expect(() => memory.lend(4 * page)).toThrow(/no room for 262144 bytes more: 1024 of 131072 are in use/);
  const last = memory.lend(2 * page);
  memory.views.bytes.fill(1, last, last + 2 * page);
});
