/** What a browser may lack, and what may break on the way: one sentence each, and the page lives on. */
import type { Page } from "@playwright/test";
import type { Experiment } from "../src/core/experiment.ts";
import { ahead } from "./support/ahead.ts";
import { behindSteps, exported, hurriedWatchdog, iterationsIn, keptStep } from "./support/interruptions.ts";
import { expect, forgiveIfSaid, test } from "./support/lab.ts";
import { button, finished, isGpu, openTiny, tinyExperiment } from "./tiny.ts";

const network = /console: Failed to load resource/;

/** What starts three threads from other files than the lab's; no test sees what a worker's worker loads. */
const threadsFrom = (address: string): string => `
  Object.defineProperty(navigator, "hardwareConcurrency", { value: 3 });
  const LabWorker = Worker;
  globalThis.Worker = class extends LabWorker {
    constructor(address, options) { super(${address}, options); }
  };`;

async function trainAndFail(page: Page, experiment: Experiment, sentence: RegExp | string): Promise<void> {
  await openTiny(page, experiment);
  await button(page, "Train").click();
  await expect(page.locator(".transport-progress")).toContainText(sentence, { timeout: 60_000 });
  await expect(button(page, "Reset")).toBeEnabled();
  await expect(button(page, "Train")).toBeEnabled();
}

/** Nothing was trained before it failed, so nothing is lost. */
async function hasMadeNothing(page: Page): Promise<void> {
  await expect(page.locator("details.results summary")).toHaveText(/tiny –not yet$/);
  await expect(page.getByRole("region", { name: "Curves", exact: true })).toContainText("No curves yet");
  test.info().annotations.push({ type: "lost", description: "0 iterations: none was made" });
}

const fashion = (): Experiment => ({
  ...tinyExperiment(2),
  data: { kind: "fashion-mnist", training: 32, validation: 16, test: 16 },
});

test.describe("on wasm", () => {
  test.beforeEach(() => test.skip(isGpu(), "what goes wrong here does so without a GPU"));

  test("a shard with a wrong hash is named, and mended it trains", async ({ page }) => {
    const shard = /\/train-11\.bin\.gz$/;
    await page.route(shard, async (route) => {
      const response = await route.fetch();
      const body = await response.body();
      body[body.length >> 1]! ^= 1;
      await route.fulfill({ response, body });
    });
    await trainAndFail(page, fashion(), /Stopped: data\/fashion-mnist\/train-11\.bin\.gz has SHA-256 .* load it again/);
    await page.unroute(shard);
    await button(page, "Train").click();
    await finished(page);
  });

  for (const [name, answer, sentence] of [
    ["cannot be fetched", null, /train-11\.bin\.gz could not be loaded \(.*\)\. Is the lab's server still running\?/],
    ["is not there", 404, /train-11\.bin\.gz could not be loaded: the server answered 404\./],
  ] as const) {
    test(`a shard that ${name} is named`, async ({ page, complaints }) => {
      await page.route(/\/train-11\.bin\.gz$/, (route) =>
        answer === null ? route.abort() : route.fulfill({ status: answer }),
      );
      await trainAndFail(page, fashion(), sentence);
      forgiveIfSaid(complaints, network);
    });
  }

  test("a part of the engine that is not there any more is named", async ({ page, complaints }) => {
    await page.route(/\/assets\/threads-[^/]*\.js$/, (route) => route.fulfill({ status: 404 }));
    await trainAndFail(page, tinyExperiment(2), /Stopped: .*threads-.*\.js could not be loaded/);
    forgiveIfSaid(complaints, network);
  });

  test("no Worker", async ({ page }) => {
    await page.addInitScript(() => Reflect.deleteProperty(globalThis, "Worker"));
    await trainAndFail(page, tinyExperiment(2), "this browser lets the page start no worker");
  });

  for (const [name, code, sentence] of [
    ["no WebAssembly", "delete globalThis.WebAssembly", "this browser has no WebAssembly to train with"],
    ["no wasm SIMD", "WebAssembly.validate = () => false", "this browser's WebAssembly is too old to train with"],
    [
      "no SHA-256, as over plain http",
      `Object.defineProperty(crypto, "subtle", { value: undefined })`,
      "This page came over plain http, where browsers have no SHA-256. Open it over https or on localhost.",
    ],
    [
      "no memory left",
      "WebAssembly.Memory.prototype.grow = () => { throw new RangeError('no more') }",
      "the memory that the browser gives is used up",
    ],
  ] as const) {
    test(name, async ({ page }) => {
      await ahead(page, code);
      await trainAndFail(page, tinyExperiment(2), sentence);
    });
  }

  const adapterOf = (info: string, device: string) => `GPU.prototype.requestAdapter = async () => ({
    info: { vendor: "", architecture: "", device: "", description: "", isFallbackAdapter: false, ${info} },
    limits: {}, features: new Set(), requestDevice: async () => { ${device} },
  });`;
  for (const [name, code, reason] of [
    ["WebGPU", `Object.defineProperty(navigator, "gpu", { value: undefined })`, "because this browser has no WebGPU"],
    ["an adapter", "GPU.prototype.requestAdapter = async () => null", "because this browser has no GPU adapter"],
    ["a GPU behind its adapter", adapterOf(`architecture: "swiftshader"`, ""), "is a slow software one"],
    ["a device", adapterOf(`vendor: "acme"`, `throw new Error("not now")`), "because the GPU gave no device"],
  ] as const) {
    test(`without ${name} it trains on WebAssembly, says why, and loses nothing`, async ({ page }) => {
      await ahead(page, code);
      await openTiny(page, tinyExperiment(2));
      await button(page, "Train").click();
      await finished(page);
      await expect(page.locator(".transport-backend")).toContainText("WebAssembly");
      await expect(page.locator(".transport-backend")).toContainText(reason);
      expect(iterationsIn(await exported(page, "tiny"))).toBe(6);
    });
  }

  test("without SharedArrayBuffer it trains on one thread, and says why", async ({ page }) => {
    await ahead(page, "delete globalThis.SharedArrayBuffer");
    await openTiny(page, tinyExperiment(2));
    await button(page, "Train").click();
    await finished(page);
    await expect(page.locator(".transport-backend")).toContainText("on 1 thread: one only, because the page's server");
  });

  test("threads that cannot be loaded are done without, and that is said", async ({ page, complaints }) => {
    await ahead(page, threadsFrom(`new URL("nothing.js", address)`));
    await openTiny(page, tinyExperiment(2));
    await button(page, "Train").click();
    await finished(page);
    await expect(page.locator(".transport-backend")).toContainText("on 1 thread: one only, because the browser");
    forgiveIfSaid(complaints, network);
  });

  test("a thread that dies is told of at once", async ({ page, complaints }) => {
    // Behind its import, which only makes it wait for its first message.
    const dying = `"WebAssembly.instantiate = async () => ({ exports: { work: () => { throw new Error('it died') } } })"`;
    const blob = `new Blob(["import '" + address + "';", ${dying}], { type: "text/javascript" })`;
    await ahead(page, threadsFrom(`URL.createObjectURL(${blob})`));
    await trainAndFail(page, tinyExperiment(2), "a thread of the engine broke off");
    forgiveIfSaid(complaints, /it died/);
  });
});

test.describe("on a GPU", () => {
  test.beforeEach(() => test.skip(!isGpu(), "there is no GPU that could fail"));
  test.describe.configure({ timeout: 600_000 });

  test("that gives no device, it is said", async ({ page }) => {
    const code = `GPUAdapter.prototype.requestDevice = () => Promise.reject(new Error("not now"))`;
    await ahead(page, code);
    await trainAndFail(page, tinyExperiment(2), /the graphics processor failed.*: The GPU gave no device: not now/);
  });

  test("that has no room for a buffer, the run is void: it is said, and no number comes", async ({ page }) => {
    // An error of the device itself: the call only throws where memory was to be mapped.
    const code = `
      const make = GPUDevice.prototype.createBuffer;
      let made = 0;
      GPUDevice.prototype.createBuffer = function (given) {
        if (given.mappedAtCreation) return make.call(this, given);
        made += 1;
        return make.call(this, made === 3 ? { ...given, size: this.limits.maxBufferSize + 4 } : given);
      }`;
    await ahead(page, code);
    await trainAndFail(page, tinyExperiment(2), /the graphics processor failed.*: .*[Bb]uffer/);
    await hasMadeNothing(page);
  });

  test("that never ends its work is given up, after a second try", async ({ page }) => {
    await page.addInitScript(hurriedWatchdog);
    await ahead(page, "GPUQueue.prototype.onSubmittedWorkDone = () => new Promise(() => {})");
    await trainAndFail(page, tinyExperiment(2), "The training worker fell silent.");
    await hasMadeNothing(page);
  });

  test("of small limits trains all the same", async ({ page }) => {
    const code = `
      const give = GPUAdapter.prototype.requestDevice;
      GPUAdapter.prototype.requestDevice = function (wanted) {
        return give.call(this, { ...wanted, requiredLimits: {} });
      }`;
    await ahead(page, code);
    await openTiny(page, tinyExperiment(2));
    await button(page, "Train").click();
    await finished(page);
    expect(iterationsIn(await exported(page, "tiny"))).toBe(6);
  });

  test("of limits that are too small is not begun on, and what it gives is said", async ({ page }) => {
    const limit = `Object.defineProperty(GPUSupportedLimits.prototype, "maxBufferSize", { get: () => 4096 });`;
    await ahead(page, limit);
    await trainAndFail(page, tinyExperiment(2), /gives at most 4 kB in one piece, and a training step takes one of/);
    await expect(page.locator("details.results summary")).toContainText("none yet");
  });

  test("whose device is destroyed, twice, that is told, not as an error of the lab, and little is lost", async ({
    page,
  }) => {
    const given = `
      const give = GPUAdapter.prototype.requestDevice;
      let device;
      GPUAdapter.prototype.requestDevice = async function (...args) {
        device = await give.apply(this, args);
        return device;
      };`;
    await ahead(page, given + behindSteps(8, "device.destroy()"));
    await trainAndFail(page, tinyExperiment(200), /the graphics processor failed.*: The device was lost \(destroyed\)/);
    await expect(page.locator("details.results summary")).toHaveText(/tiny –not yet$/);
    // Each of the two workers made 8 steps and the one that never came back; the second begins where the first had kept the run.
    const kept = await keptStep(page);
    test.info().annotations.push({ type: "lost", description: `${18 - kept} of 18 iterations` });
    expect(kept).toBeGreaterThan(0);
  });
});
