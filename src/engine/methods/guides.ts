/** What a run's two stages learn from the teacher, with all that they hold on the device. */
import type { Experiment } from "../../core/experiment.ts";
import type { ImageSet } from "../../core/images.ts";
import { lossesOf, stageOneIterations } from "../../core/methods/facts.ts";
import { layerMatchesOf } from "../../core/methods/layers.ts";
import type { Network } from "../../core/network.ts";
import type { StoredTensor } from "../../core/safetensors.ts";
import type { Statistics } from "../../data/statistics.ts";
import type { Adapters } from "../adapters.ts";
import type { FspGoal } from "../fsp-stage.ts";
import type { Learner } from "../learner.ts";
import { NotFinite } from "../not-finite.ts";
import type { EngineParts, Reports } from "../parts.ts";
import { probeImagesIn } from "../probe.ts";
import type { TrainedTeacher } from "../trained-teacher.ts";
import { Guide } from "./guide.ts";
import { guidanceOf } from "./guidances.ts";

export interface GuidesSettings {
  readonly experiment: Experiment;
  readonly seed: number;
  readonly student: Network;
  readonly statistics: Statistics;
  /** Null where the method needs none and none is at hand. */
  readonly teacher: TrainedTeacher | null;
  readonly fsp: FspGoal | null;
}

export class Guides {
  readonly fsp: FspGoal | null;
  /** Those that are the method's own, and not a comparison's of FSP. */
  readonly adapters: Adapters | null;
  readonly #given: GuidesSettings;
  readonly #guides: Readonly<Record<1 | 2, Guide | null>>;

  /** The caller ends it with `dispose`. */
  constructor(given: GuidesSettings) {
    this.#given = given;
    this.fsp = given.fsp;
    this.#guides = { 1: guideOf(given, 1), 2: guideOf(given, 2) };
    this.adapters = given.fsp
      ? null
      : (this.#all().find(({ guidance }) => guidance.adapters)?.guidance.adapters ?? null);
  }

  get any(): boolean {
    return this.#all().length > 0;
  }

  of(stage: 1 | 2): Guide | null {
    return this.#guides[stage];
  }

  /** Of FSP's pairs `matrices` tells as much: no report. */
  async report(stage: 1 | 2, step: number, images: ImageSet, learner: Learner, parts: EngineParts): Promise<Reports> {
    const guide = this.#guides[stage];
    if (!guide || guide.guidance.name === "fsp") return [];
    const { name } = guide.guidance;
    const { student: network, statistics } = this.#given;
    const model = { network, weights: await learner.tensors(), statistics };
    const measured = await guide.measured(probeImagesIn(images).pixels, model);
    await parts.settle();
    if (!Object.values(measured).every(Number.isFinite)) throw new NotFinite("held-out", stage, step);
    return [{ type: "methodLoss", stage, step, name, parts: measured }];
  }

  /** The layers that a method of layers reads, by their sections. */
  layers(side: "teacher" | "student"): Readonly<Record<string, string>> {
    const { teacher, student, experiment } = this.#given;
    if (!teacher || !("layers" in experiment.method)) return {};
    const matches = layerMatchesOf(experiment.method.layers, teacher.network, student);
    return Object.fromEntries(matches.map((match) => [match.name, match[side]]));
  }

  async state(): Promise<ReadonlyMap<string, StoredTensor>> {
    return (await this.adapters?.state()) ?? new Map<string, StoredTensor>();
  }

  restore(state: ReadonlyMap<string, StoredTensor>): void {
    this.adapters?.restore(state);
  }

  dispose(): void {
    this.adapters?.dispose();
    for (const guide of this.#all()) guide.dispose();
  }

  #all(): Guide[] {
    return Object.values(this.#guides).filter((guide) => guide !== null);
  }
}

function guideOf({ experiment, seed, student, teacher, fsp }: GuidesSettings, stage: 1 | 2): Guide | null {
  const { method, task } = experiment;
  if (!teacher) {
    if (lossesOf[method.kind][stage] === null) return null;
    throw new Error(`run: stage ${stage} of "${experiment.name}" needs a teacher`);
  }
  const iterations = stage === 1 ? stageOneIterations(method) : task.iterations;
  const guidance = guidanceOf(method, stage, { teacher: teacher.network, student, seed, iterations, fsp });
  return guidance && new Guide(guidance, teacher);
}
