/** What a training step asks of WebGPU, counted on Dawn's null backend: any machine has it, and it computes nothing. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { installDawn } from "../cli/dawn.ts";
import { resnet } from "../core/families/resnet.ts";
import { WebgpuMachine } from "../kernels/webgpu/machine.ts";
import { layoutOf } from "../models/arena.ts";
import { taskRoutine } from "../models/step-routine.ts";

describe("a step on WebGPU", () => {
  let device: GPUDevice;
  beforeAll(async () => {
    await installDawn(["backend=null"]);
    device = await (await navigator.gpu.requestAdapter())!.requestDevice();
  });
  afterAll(() => device.destroy());

  test.each([
    [8, 80],
    [26, 230],
  ] as const)("of ResNet-%i takes at most %i dispatches and less than 16 KB", async (depth, dispatches) => {
    const [batch, network] = [128, resnet([32, 32, 3], depth, 16, 10)];
    const layout = layoutOf(network);
    const { routine } = taskRoutine(network, layout, batch, new Float32Array(768))!;
    const machine = new WebgpuMachine({ device, settle: () => Promise.resolve(), variants: {} }, layout.lengths);
    const images = { pixels: new Uint8Array(32 * 32 * 3), labels: new Uint8Array(1) };
    const compiled = await machine.compile(routine, images);
    expect(compiled.counts.dispatches).toBeLessThanOrEqual(dispatches);
    expect(compiled.counts.uploadedBytes).toBeLessThan(16_384);
    compiled.dispose();
    machine.dispose();
  });
});
