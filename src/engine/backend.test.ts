import * as tf from "@tensorflow/tfjs-core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { describeEachBackend, missing, openTestBackend, wasmBytes } from "../testing/backends.ts";
import { adapterFound } from "./adapter.ts";
import { GpuFailure, NoSimd, NoWasm, openChosenBackend } from "./backend.ts";

await describeEachBackend((kind) => {
  test("is the active one", () => expect(tf.getBackend()).toBe(kind));

  test("multiplies", async () => {
    const product = tf.tidy(() => tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])));
    expect([...(await product.data())]).toEqual([11]);
    product.dispose();
  });
});

const gpu = (info: object | null) => ({ gpu: { requestAdapter: () => Promise.resolve(info && { info }) } });

afterEach(() => vi.unstubAllGlobals());

test.each([
  [undefined, "no-api"],
  [{}, "no-api"],
  [gpu(null), "no-adapter"],
  [gpu({ vendor: "google", architecture: "swiftshader" }), "software-adapter"],
  [gpu({ vendor: "nvidia", isFallbackAdapter: true }), "software-adapter"],
  [gpu({ vendor: "nvidia", architecture: "ada" }), "hardware"],
])("looks at the adapter (%#)", async (navigator, reason) => {
  vi.stubGlobal("navigator", navigator);
  expect(await adapterFound()).toBe(reason);
});

describe("openChosenBackend", () => {
  const refusing = {
    gpu: {
      requestAdapter: () =>
        Promise.resolve({
          info: { vendor: "nvidia", architecture: "ada" },
          features: new Set(),
          limits: {},
          requestDevice: () => Promise.reject(new Error("not now")),
        }),
    },
  };
  const parts = async () => ({ wasm: await wasmBytes(), engine: "fast" as const });

  test("takes wasm, alone, where a GPU gives no device, and says why", async () => {
    vi.stubGlobal("navigator", refusing);
    const { backend, reason } = await openChosenBackend(null, await parts());
    expect([backend.kind, reason, tf.getBackend()]).toEqual(["wasm", "no-device", "wasm"]);
    expect(tf.findBackendFactory("webgpu")).toBeFalsy();
    backend.close();
  });

  test("does not put another in the place of the one that was asked for", async () => {
    vi.stubGlobal("navigator", refusing);
    const opening = openChosenBackend("webgpu", await parts());
    await expect(opening).rejects.toThrow(new GpuFailure("The GPU gave no device: not now"));
  });

  test("names what a browser lacks", async () => {
    vi.stubGlobal("WebAssembly", { validate: () => false });
    await expect(openChosenBackend("wasm", await parts())).rejects.toThrow(NoSimd);
    vi.stubGlobal("WebAssembly", undefined);
    await expect(openChosenBackend("wasm", await parts())).rejects.toThrow(NoWasm);
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
