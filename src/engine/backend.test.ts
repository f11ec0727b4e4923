import * as tf from "@tensorflow/tfjs-core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { describeEachBackend, missing, openTestBackend } from "../testing/backends.ts";
import { chooseBackend, GpuFailure } from "./backend.ts";

await describeEachBackend((kind) => {
  test("is the active one", () => expect(tf.getBackend()).toBe(kind));

  test("multiplies", async () => {
    const product = tf.tidy(() => tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])));
    expect([...(await product.data())]).toEqual([11]);
    product.dispose();
  });
});

const gpu = (info: object | null) => ({ gpu: { requestAdapter: () => Promise.resolve(info && { info }) } });

describe("chooseBackend", () => {
  afterEach(() => vi.unstubAllGlobals());

  test.each([
    [undefined, "wasm", "no-api"],
    [{}, "wasm", "no-api"],
    [gpu(null), "wasm", "no-adapter"],
    [gpu({ vendor: "google", architecture: "swiftshader" }), "wasm", "software-adapter"],
    [gpu({ vendor: "nvidia", isFallbackAdapter: true }), "wasm", "software-adapter"],
    [gpu({ vendor: "nvidia", architecture: "ada" }), "webgpu", "hardware"],
  ])("looks at the adapter (%#)", async (navigator, kind, reason) => {
    vi.stubGlobal("navigator", navigator);
    expect(await chooseBackend()).toEqual({ kind, reason });
  });
});

const reason = await missing("webgpu");

test.skipIf(reason !== null)(`an allocation that fails is told by settle (${reason ?? "webgpu"})`, async () => {
  const backend = await openTestBackend("webgpu");
  try {
    await backend.settle();
    // One more than the device allows: tfjs would give a number all the same.
    const { maxBufferSize } = (tf.backend() as unknown as { device: GPUDevice }).device.limits;
    const tooMany: [number] = [Math.min(maxBufferSize, 2 ** 40) / 4 + 1];
    // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- this fill is tfjs's, not an array's
    const sum = tf.tidy(() => tf.add(tf.fill(tooMany, 7), 1));
    await expect(backend.settle()).rejects.toThrow(GpuFailure);
    expect(() => backend.check()).toThrow(GpuFailure);
    sum.dispose();
  } finally {
    backend.close();
  }
});
