/** One run of the bench: opens the engines, asks them, and gathers what they answer. */
import type { Depth } from "./cases.ts";
import { nameOf, stepWorks } from "./cases.ts";
import type { Extent } from "./extent.ts";
import { countedBatch, growth, look, memorySteps } from "./extent.ts";
import type { Group } from "./groups.ts";
import { groupsOf } from "./groups.ts";
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
  /** After which nothing more is begun. */
  readonly minutes: number;
  /** Only engines on these backends; null for all. */
  readonly backends: readonly string[] | null;
  /** Null where there is no page to open. */
  readonly chromium: Pick<ChromiumSettings, "folder" | "executable"> | null;
  readonly print: (line: string) => void;
  /** Told before each group of cases what is timed next. */
  readonly progress: (names: string) => void;
  readonly printRows: (rows: readonly Row[]) => void;
}

/** The slowest last: what the time does not suffice for is left out from the end. */
const inNode: readonly [EngineName, string][] = [
  [ours, "webgpu"],
  [ours, "wasm"],
  ["pytorch", "cpu"],
  ["pytorch", "cuda"],
  ["pytorch", "cuda-fp32"],
  ["tfjs", "webgpu"],
  ["jax-js", "webgpu"],
  ["jax-js", "wasm"],
  ["tfjs", "cpu"],
];
const inChromium: readonly [EngineName, string][] = [
  [ours, "webgpu"],
  [ours, "wasm"],
  ["tfjs", "webgpu"],
  ["tfjs", "webgl"],
  ["jax-js", "webgpu"],
  ["jax-js", "wasm"],
  ["tfjs", "cpu"],
];

function stage2(depth: Depth, batch: number): Group {
  return { works: stepWorks(depth, batch, ["stage2"]), longestStepMs: () => 60_000 };
}

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
    const own = remotes.filter(({ engine, opened }) => engine === ours && !opened.software);
    if (extent.isComplete) {
      // Before anything else has made the pools large.
      for (const remote of own) await this.#watchMemory(remote);
      await this.#growth(own);
      if (!isHardware) this.#say("Growth and memory are not measured on WebGPU: a software adapter is too slow.");
    }
    await this.#time("node", remotes, groupsOf(extent, isHardware ? "hardware" : "software"));
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
    await this.#time(
      "null",
      remotes,
      extent.depths.map((depth) => stage2(depth, countedBatch)),
    );
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
      await this.#time("chromium", remotes, groupsOf(extent, settings.software ? "browser" : "hardware"));
    } finally {
      await browser.close();
    }
  }

  async #growth(remotes: readonly Remote[]): Promise<void> {
    const { batches, depths, depthBatch } = growth;
    const deeper = depths.filter((depth) => depth !== 8);
    await this.#time("growth", remotes, [
      ...batches.map((batch) => stage2(8, batch)),
      { works: [look], longestStepMs: () => 0 },
      ...deeper.map((depth) => stage2(depth, depthBatch)),
    ]);
  }

  async #watchMemory(remote: Remote): Promise<void> {
    const { backend, opened } = remote;
    for (const work of stepWorks(8, 2, ["stage2", "stage1-live"])) {
      const samples = await memoryCheck(remote, work, memorySteps);
      if (typeof samples === "string") this.#say(`Memory of ${backend}: not watched, ${samples}`);
      else this.#memory.push({ backend, adapter: opened.adapter, work: nameOf(work), samples });
    }
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

  async #time(setting: Setting, remotes: readonly Remote[], groups: readonly Group[]): Promise<void> {
    const { extent, minutes, chromium, printRows, progress } = this.#settings;
    const share = chromium && setting !== "chromium" ? extent.shareOfNode : 1;
    const until = this.#start + 60_000 * minutes * share;
    const leftOut: string[] = [];
    for (const { works, longestStepMs } of groups) {
      const names = works.map((work) => caseAt(setting, nameOf(work)));
      if (performance.now() > until) {
        leftOut.push(...names);
        continue;
      }
      progress(names.join(", "));
      const { rounds, slowMs } = extent;
      const patience: Patience = { rounds, slowMs, sampleMs: 150, longestStepMs, until };
      const rows = await measured(setting, works, remotes, patience, this.#pace);
      this.#rows.push(...rows);
      printRows(rows);
      for (const line of strangersIn(rows)) this.#say(line);
    }
    if (leftOut.length > 0) this.#say(`Left out, because the time was up: ${leftOut.join(", ")}.`);
  }

  #say(line: string): void {
    this.#notes.push(line);
    this.#settings.print(line);
  }
}
