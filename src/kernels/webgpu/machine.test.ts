import { expect, test, vi } from "vitest";
import { definitionMachine } from "../../testing/definition-machine.ts";
import type { OpenMachine } from "../../testing/machines.ts";
import { outcomeOf } from "../../testing/machines.ts";
import { expectClose, noise } from "../../testing/numbers.ts";
import { inBuffers } from "../../testing/places.ts";
import { describeWebgpu, openWebgpuMachine, testDevice } from "../../testing/webgpu-machine.ts";
import type { StepInputs } from "../routine/machine.ts";
import type { Routine } from "../routine/routine.ts";
import { WebgpuMachine } from "./machine.ts";
import { GpuFailure, GpuWatch } from "./watch.ts";

const lengths = { weights: 64, velocities: 64, gradients: 64, statistics: 0 };
const images = { pixels: Uint8Array.from(noise(4 * 12), (value) => 128 * value), labels: new Uint8Array(12) };
const weights = { memory: "weights", offset: 0, length: 64 } as const;

/** Moves the weights and reports them with the samples' pixels; the prelude reports what the weights were. */
const routine: Routine = {
  batch: 3,
  buffers: [256, 12, 64],
  constants: [{ place: { memory: 0, offset: 0, length: 256 }, values: noise(256) }],
  prelude: [{ op: "report", from: weights, results: 76 }],
  calls: [
    {
      op: "gather",
      table: { memory: 0, offset: 0, length: 256 },
      images: { memory: 1, offset: 0, length: 12 },
      size: [2, 2, 1],
    },
    { op: "momentum", ranges: [{ offset: 0, length: 64 }] },
    { op: "report", from: weights, results: 0 },
    { op: "report", from: { memory: 1, offset: 0, length: 12 }, results: 64 },
  ],
  results: 140,
  depth: 4,
};

function inputsOf(step: number): StepInputs {
  const samples = Int32Array.from([0, 1, 2].flatMap((n) => [(5 * step + n) % 12, n - 1, 0, step % 2]));
  return { samples, rate: 0.1 * (step + 1), momentum: 0.5, decay: 0.01 * step, prelude: step % 3 === 0 };
}

/** The results of so many steps, read after every few of them. */
async function resultsOf(open: OpenMachine, steps: number, queued: number): Promise<Float32Array[]> {
  const machine = await open(lengths);
  for (const memory of ["weights", "gradients"] as const) machine.write({ ...weights, memory }, noise(64, 2));
  const compiled = await machine.compile(routine, images);
  const results: Float32Array[] = [];
  for (let step = 0; step < steps; step++) {
    compiled.run(inputsOf(step));
    if ((step + 1) % queued === 0) results.push(...(await compiled.results()));
  }
  results.push(...(await compiled.results()), await machine.read(weights));
  compiled.dispose();
  machine.dispose();
  return results;
}

await describeWebgpu("the WebGPU machine", () => {
  test.each([1, 3, 4])("%i steps that wait together each keep their settings and samples", async (queued) => {
    const actual = await resultsOf(openWebgpuMachine, 10, queued);
    const expected = await resultsOf(definitionMachine, 10, queued);
    expect(actual.length).toBe(11);
    for (const [index, values] of expected.entries()) expectClose(actual[index]!, values, 1e-6);
  });

  test("more steps than its results have rows are refused", async () => {
    const machine = await openWebgpuMachine(lengths);
    const compiled = await machine.compile(routine, images);
    for (let step = 0; step < 4; step++) compiled.run(inputsOf(step));
    expect(() => compiled.run(inputsOf(4))).toThrow("4 results wait to be read");
    compiled.dispose();
    machine.dispose();
  });

  test("results that are read late do not hold the next steps up", async () => {
    const machine = await openWebgpuMachine(lengths);
    const compiled = await machine.compile(routine, images);
    const reading: Promise<Float32Array[]>[] = [];
    for (let step = 0; step < 12; step++) {
      compiled.run(inputsOf(step));
      if (step % 4 === 3) reading.push(compiled.results());
    }
    expect((await Promise.all(reading)).map((rows) => rows.length)).toEqual([4, 4, 4]);
    compiled.dispose();
    machine.dispose();
  });

  test("a step repeated gives the same bits", async () => {
    const [rows, channels] = [4099, 24];
    const map = (seed: number) => noise(rows * channels, seed);
    const { places, buffers } = inBuffers({
      dy: map(1),
      x: map(2),
      y: map(3),
      dx: map(4),
      gamma: noise(channels),
      mean: noise(channels),
      variance: noise(channels).map(Math.abs),
      dgamma: noise(channels),
      dbeta: noise(channels),
    });
    const dx = { place: places.dx, adds: true };
    const options = { dresidual: null, relu: true, epsilon: 1e-3, rows, channels } as const;
    const test = { batch: 1, calls: [{ op: "batchNormGrad", ...places, ...options, dx }] as const, buffers };
    expect(await outcomeOf(openWebgpuMachine, test)).toEqual(await outcomeOf(openWebgpuMachine, test));
  });

  test("a buffer, a call, a place that the device has no room for is named", async () => {
    const open = async (changes: Partial<Routine>) => {
      const machine = await openWebgpuMachine(lengths);
      await machine.compile({ ...routine, ...changes }, images).finally(() => machine.dispose());
    };
    await expect(open({ buffers: [2 ** 28] })).rejects.toThrow(
      /at most \d+ bytes in one piece, and buffer 0 takes 1073741824 bytes/,
    );
    const fspLoss = {
      op: "fspLoss",
      student: weights,
      teacher: weights,
      teacherRows: "batch",
      cells: 1,
      slope: { memory: 0, offset: 0, length: 64 },
      scale: 1,
      losses: 0,
    } as const;
    await expect(open({ batch: 70_000, calls: [fspLoss] })).rejects.toThrow(
      "fspLoss 1 asks for 70000 x 1 x 1 workgroups, of 1 to 65535 a side",
    );
  });

  test("the device's first failure is what a step's results throw", async () => {
    const device = await (await navigator.gpu.requestAdapter())!.requestDevice();
    const watch = new GpuWatch(device);
    const machine = new WebgpuMachine({ device, settle: () => watch.settle(), variants: {} }, lengths);
    const compiled = await machine.compile(routine, images);
    compiled.run(inputsOf(0));
    await compiled.results();
    device.destroy();
    compiled.run(inputsOf(1));
    await expect(compiled.results()).rejects.toBeInstanceOf(GpuFailure);
    await expect(machine.read(weights)).rejects.toBeInstanceOf(GpuFailure);
  });

  test("2,000 steps take no more memory than one, all is given back, and images are shared", async () => {
    const { device } = await testDevice();
    const alive: string[] = [];
    const make = vi.spyOn(device, "createBuffer").mockImplementation((descriptor) => {
      const buffer = GPUDevice.prototype.createBuffer.call(device, descriptor);
      const label = descriptor.label!;
      alive.push(label);
      vi.spyOn(buffer, "destroy").mockImplementation(() => {
        alive.splice(alive.indexOf(label), 1);
        GPUBuffer.prototype.destroy.call(buffer);
      });
      return buffer;
    });
    const [machine, other] = [await openWebgpuMachine(lengths), await openWebgpuMachine(lengths)];
    const [compiled, another] = [await machine.compile(routine, images), await other.compile(routine, images)];
    expect(alive.filter((label) => label === "images")).toHaveLength(2);
    const counts: number[] = [];
    for (let step = 0; step < 2000; step++) {
      compiled.run(inputsOf(step));
      if (step % 4 === 3) await compiled.results();
      if (step === 3 || step === 1999) counts.push(alive.length);
    }
    expect(counts[1]).toBe(counts[0]);
    for (const made of [compiled, another, machine, other]) made.dispose();
    expect(alive).toEqual([]);
    make.mockRestore();
  });
});
