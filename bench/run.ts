/** One run of the bench: opens the engines, asks them, and gathers what they answer. */
import type { Depth, StepWork, Work } from "./cases.ts";
import { kernelWorks, nameOf, stages, stepWorks } from "./cases.ts";
import type { Extent } from "./extent.ts";
import { countedBatch, growth, memorySteps } from "./extent.ts";
import type { ChromiumSettings } from "./hosts/chromium.ts";
import { startChromium } from "./hosts/chromium.ts";
import { openChild } from "./hosts/child.ts";
import { openPytorch } from "./hosts/python.ts";
import { surroundings } from "./hosts/vulkan.ts";
import type { Pace, Patience } from "./measure.ts";
import { strangersIn } from "./agreement.ts";
import { measured } from "./measure.ts";
import { memoryCheck } from "./memory.ts";
import type { EngineName, Remote } from "./remote.ts";
import type { MemoryCheck, Results, Row, Setting } from "./results.ts";
import { caseAt, ours, ratiosOf } from "./results.ts";
import { machineFacts } from "./machine-facts.ts";

export interface Settings {
  readonly extent: Extent;
  /** Only engines on these backends; null for all. */
  readonly backends: readonly string[] | null;
  /** Null where there is no page to open. */
  readonly chromium: Pick<ChromiumSettings, "folder" | "executable"> | null;
  readonly print: (line: string) => void;
  /** Told before each group of cases what is timed next. */
  readonly progress: (names: string) => void;
  readonly printRows: (rows: readonly Row[]) => void;
}

const inNode: readonly [EngineName, string][] = [
  [ours, "webgpu"],
  [ours, "wasm"],
  ["tfjs", "webgpu"],
  ["tfjs", "cpu"],
  ["jax-js", "webgpu"],
  ["jax-js", "wasm"],
  ["pytorch", "cpu"],
  ["pytorch", "cuda"],
  ["pytorch", "cuda-fp32"],
];
const inChromium: readonly [EngineName, string][] = [
  [ours, "webgpu"],
  [ours, "wasm"],
  ["tfjs", "webgpu"],
  ["tfjs", "webgl"],
  ["tfjs", "cpu"],
  ["jax-js", "webgpu"],
  ["jax-js", "wasm"],
];

/** A step that would take longer than this is not waited for in any stage. */
const longestStage2Ms = 180_000;
const stage1 = ["stage1-live", "stage1-cached"] as const;

type Timer = (works: readonly Work[], longestStepMs?: Patience["longestStepMs"]) => Promise<void>;

export class Run {
  readonly #settings: Settings;
  readonly #start = performance.now();
  readonly #rows: Row[] = [];
  readonly #notes: string[] = [];
  readonly #memory: MemoryCheck[] = [];
  readonly #versions: Record<string, string> = {};
  readonly #pace: Pace = new Map();
  #environment: NodeJS.ProcessEnv = process.env;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  async results(): Promise<Results> {
    const { extent, chromium } = this.#settings;
    const { environment, adapter } = await surroundings();
    this.#environment = environment;
    if (!adapter) this.#say("WebGPU in Node: Dawn finds no adapter here.");
    else if (adapter.software) this.#say(`The adapter is software (${adapter.name}): its times are no GPU's.`);
    else this.#say(`The adapter is ${adapter.name}.`);
    await this.#onNull();
    await this.#inNode(adapter?.software === false);
    if (chromium) await this.#inChromium({ ...chromium, software: adapter?.software !== false });
    else this.#say("Chromium: left out, because no page was built for it (start the bench with npm run bench).");
    return {
      machine: machineFacts(this.#versions),
      extent: extent.name,
      seconds: Math.round((performance.now() - this.#start) / 1000),
      rows: this.#rows,
      ratios: ratiosOf(this.#rows),
      memory: this.#memory,
      notes: this.#notes,
    };
  }

  async #inNode(isHardware: boolean): Promise<void> {
    const { extent } = this.#settings;
    const remotes = await this.#open(inNode, "Node", (engine, backend) =>
      engine === "pytorch" ? openPytorch(backend) : openChild(engine, backend, "vulkan", this.#environment),
    );
    const time = this.#timer("node", remotes);
    for (const depth of extent.depths) await this.#allStages(time, depth);
    await time(kernelWorks(extent.kernelSections, extent.batch));
    for (const batch of extent.largeBatches) {
      for (const depth of extent.depths) {
        const isFirst = depth === 8 && batch === extent.largeBatches[0];
        // Once, whatever it takes; the rest only where a step takes seconds.
        if (isFirst) await time(stepWorks(depth, batch, ["stage2"]));
        await time(stepWorks(depth, batch, isFirst ? stage1 : stages), () => 8000);
      }
    }
    const own = remotes.filter(({ engine, opened }) => engine === ours && !opened.software);
    if (extent.isComplete) {
      await this.#growth(own);
      for (const remote of own) await this.#watchMemory(remote);
      if (!isHardware) this.#say("Growth and memory are not measured on WebGPU: a software adapter is too slow.");
    }
    for (const remote of remotes) remote.close();
  }

  /** Dispatches, uploads and the CPU's time to issue a step; memory, where steps cost nothing. */
  async #onNull(): Promise<void> {
    const { extent } = this.#settings;
    const engines = [ours, "tfjs"] as const;
    const remotes = await this.#open(
      engines.map((engine) => [engine, "webgpu"] as const),
      "Dawn's null backend",
      (engine, backend) => openChild(engine, backend, "null", this.#environment),
    );
    const time = this.#timer("null", remotes);
    for (const depth of extent.depths) await time(stepWorks(depth, countedBatch, ["stage2"]));
    const own = remotes.find(({ engine }) => engine === ours);
    if (extent.isComplete && own) await this.#watchMemory(own);
    for (const remote of remotes) remote.close();
  }

  async #inChromium(settings: ChromiumSettings): Promise<void> {
    const { extent } = this.#settings;
    const browser = await startChromium(settings).catch((error: unknown) => String(error));
    if (typeof browser === "string") {
      this.#say(`Chromium: left out, because it did not start: ${browser}`);
      return;
    }
    this.#versions["chromium"] = browser.version;
    try {
      const remotes = await this.#open(inChromium, "Chromium", (engine, backend) => browser.open(engine, backend));
      const time = this.#timer("chromium", remotes);
      for (const depth of extent.depths) await this.#allStages(time, depth);
      await time(kernelWorks(extent.kernelSections, extent.batch));
    } finally {
      await browser.close();
    }
  }

  /** Together, because stages are compared with one another; a quick run first learns who is quick enough for stage 1. */
  async #allStages(time: Timer, depth: Depth): Promise<void> {
    const { extent } = this.#settings;
    for (const together of extent.isComplete ? [stages] : [["stage2"] as const, stage1])
      await time(stepWorks(depth, extent.batch, together));
  }

  async #growth(remotes: readonly Remote[]): Promise<void> {
    const time = this.#timer("growth", remotes);
    const { batches, depths, depthBatch } = growth;
    for (const batch of batches) await time(stepWorks(8, batch, ["stage2"]));
    for (const depth of depths) if (depth !== 8) await time(stepWorks(depth, depthBatch, ["stage2"]));
  }

  async #watchMemory(remote: Remote): Promise<void> {
    const work: StepWork = { kind: "step", depth: 8, stage: "stage2", batch: 2 };
    const samples = await memoryCheck(remote, work, memorySteps);
    if (typeof samples === "string") this.#say(`Memory of ${remote.backend}: not watched, ${samples}`);
    else this.#memory.push({ backend: remote.backend, adapter: remote.opened.adapter, work: nameOf(work), samples });
  }

  async #open(
    wanted: readonly (readonly [EngineName, string])[],
    where: string,
    open: (engine: EngineName, backend: string) => Promise<Remote | string>,
  ): Promise<Remote[]> {
    const { backends } = this.#settings;
    const remotes: Remote[] = [];
    for (const [engine, backend] of wanted) {
      if (backends && !backends.includes(backend)) continue;
      const remote = await open(engine, backend);
      if (typeof remote === "string") this.#say(`${engine} on ${backend} in ${where}: not measured. ${remote}`);
      else {
        remotes.push(remote);
        if (remote.opened.version) this.#versions[engine] = remote.opened.version;
      }
    }
    return remotes;
  }

  #timer(setting: Setting, remotes: readonly Remote[]): Timer {
    const { extent, chromium, printRows, progress } = this.#settings;
    const minutes = chromium && setting !== "chromium" ? extent.minutesInNode : extent.minutes;
    const until = this.#start + 60_000 * minutes;
    const usual = ({ stage }: StepWork) => (stage === "stage2" ? longestStage2Ms : extent.longestStage1Ms);
    return async (works, longestStepMs = usual) => {
      const names = works.map((work) => caseAt(setting, nameOf(work))).join(", ");
      if (performance.now() > until) {
        this.#say(`Left out, because the time was up: ${names}.`);
        return;
      }
      progress(names);
      const patience: Patience = { rounds: extent.rounds, slowMs: extent.slowMs, sampleMs: 150, longestStepMs, until };
      const rows = await measured(setting, works, remotes, patience, this.#pace);
      this.#rows.push(...rows);
      printRows(rows);
      for (const line of strangersIn(rows)) this.#say(line);
    };
  }

  #say(line: string): void {
    this.#notes.push(line);
    this.#settings.print(line);
  }
}
