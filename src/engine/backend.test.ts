import * as tf from "@tensorflow/tfjs-core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { describeEachBackend, missing, openTestBackend, wasmBytes } from "../testing/backends.ts";
import { adapterFound } from "./adapter.ts";
import { callOf, shapeOf } from "../kernels/convolution/variants.ts";
import type { Backend } from "./backend.ts";
import { GpuFailure, NoSimd, NoWasm, openChosenBackend } from "./backend.ts";

await describeEachBackend((kind) => {
  test("is the active one", () => expect(tf.getBackend()).toBe(kind));

  test("multiplies", async () => {
    const product = tf.tidy(() => tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])));
    expect([...(await product.data())]).toEqual([11]);
    product.dispose();
  });
});

/** As a browser describes a card. */
const hardware = {
  vendor: "nvidia",
  architecture: "ada",
  device: "",
  description: "",
  isFallbackAdapter: false,
} as GPUAdapterInfo;

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

describe.skipIf(reason !== null)(`what WebGPU chooses by its times (${reason ?? "webgpu"})`, () => {
  const size = [4, 4, 8] as const;
  const window = { input: size, output: size, kernel: [3, 3], strides: [1, 1], pad: [1, 1] } as const;
  const convolution = { op: "conv", batch: 2, window } as const;

  afterEach(() => vi.restoreAllMocks());

  /** The kernel that a new machine computes the convolution by, as text. */
  async function kernelOn(backend: Backend): Promise<string> {
    const compile = vi.spyOn(GPUDevice.prototype, "createShaderModule");
    const machine = await backend.openMachine!({ weights: 0, velocities: 0, gradients: 0, statistics: 0 });
    const { call, buffers } = callOf(convolution);
    const routine = { batch: 2, buffers, constants: [], prelude: [], calls: [call], results: 0, depth: 1 };
    const compiled = await machine.compile(routine, { pixels: new Uint8Array(4), labels: new Uint8Array(1) });
    const code = compile.mock.calls.at(-1)![0].code;
    compiled.dispose();
    machine.dispose();
    return code;
  }

  test("is nothing on a software adapter", async () => {
    const backend = await openTestBackend("webgpu");
    expect(backend.software).toBe(true);
    expect(backend.tune).toBeNull();
    backend.close();
  });

  test("is what machines compute by from then on", async () => {
    // The software adapter under another name: its times say little, but they are times.
    const adapter = (await navigator.gpu.requestAdapter())!;
    vi.spyOn(navigator.gpu, "requestAdapter").mockResolvedValue(
      Object.defineProperty(adapter, "info", { value: hardware }),
    );
    const backend = await openTestBackend("webgpu");
    try {
      const suggested = await kernelOn(backend);
      const known = { [shapeOf(convolution)]: 1 };
      expect(await backend.tune!([convolution], known, () => performance.now())).toEqual(known);
      expect(await kernelOn(backend)).not.toBe(suggested);
      // Of the three variants and more that there are, timed on what is there.
      const found = await backend.tune!([convolution], {}, () => performance.now());
      expect(Object.keys(found)).toEqual([shapeOf(convolution)]);
    } finally {
      backend.close();
    }
  });
});
