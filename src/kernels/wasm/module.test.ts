import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { describeEachBackend } from "../../testing/backends.ts";

await describeEachBackend(() => {
  // 2 ** 30 numbers are 2 ** 32 bytes, which an address cannot tell from none.
  test.each([2 ** 30 - 2 ** 10, 2 ** 30, 2 ** 31])("%i numbers, more than fit, are refused", async (count) => {
    expect(() => tf.linspace(0, 1, count)).toThrow("no room");
    const sum = tf.tidy(() => tf.add(tf.tensor1d([1, 2]), 1));
    expect([...(await sum.data())]).toEqual([2, 3]);
    sum.dispose();
  });

  test("tfjs is not asked for threads of its own", () => {
    // It would try for them where it reads this flag: `open.ts` starts its module without.
    expect(Object.keys(tf.env().getFlags())).not.toContain("WASM_HAS_MULTITHREAD_SUPPORT");
  });

  test("a tensor of no numbers is one", async () => {
    const none = tf.tensor1d([]);
    expect((await none.data()).length).toBe(0);
    none.dispose();
  });
}, ["wasm"]);
