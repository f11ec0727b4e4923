import { describe, expect, test } from "vitest";
import { safetensorsBytes, tensorFileOf } from "./safetensors.ts";

describe("safetensors", () => {
  const file = {
    tensors: new Map([
      ["a.kernel", { shape: [2, 2], values: Float32Array.of(1, -2, 3.5, 0) }],
      ["labels", { shape: [3], values: Int32Array.of(7, 8, 9) }],
    ]),
    metadata: { made: "here" },
  };

  test("what is written is read back, with an aligned header", () => {
    const bytes = safetensorsBytes(file);
    expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
    expect(tensorFileOf(bytes, "x")).toEqual(file);
  });

  test("a file that Node read, a view into a larger buffer, gives the same tensors", () => {
    const bytes = safetensorsBytes(file);
    const pool = Buffer.alloc(bytes.length + 24);
    pool.set(bytes, 8);
    expect(tensorFileOf(pool.subarray(8, 8 + bytes.length), "x")).toEqual(file);
  });

  test.each([1, 7, 20, 100])("a file cut by %i bytes is refused by name", (cut) => {
    const bytes = safetensorsBytes(file);
    expect(() => tensorFileOf(bytes.slice(0, -cut), "weights.safetensors")).toThrow(/weights\.safetensors/);
  });

  test("tensors that share their bytes are refused before they fill the memory", () => {
    const many = Object.fromEntries(
      Array.from({ length: 3 }, (_, i) => [`t${i}`, { dtype: "F32", shape: [2], data_offsets: [0, 8] }]),
    );
    const header = new TextEncoder().encode(JSON.stringify(many));
    const whole = new Uint8Array(8 + header.length + 16);
    new DataView(whole.buffer).setBigUint64(0, BigInt(header.length), true);
    whole.set(header, 8);
    expect(() => tensorFileOf(whole, "x")).toThrow("its tensors overlap");
  });
});
