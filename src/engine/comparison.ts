/** What FSP compares where it is not the paper's plain distance of equal matrices, and what that needs beside the network. */
import * as tf from "@tensorflow/tfjs-core";
import type { Origins } from "../core/compared-channels.ts";
import type { FspSettings } from "../core/fsp-settings.ts";
import { fspSettingsOf } from "../core/fsp-settings.ts";
import type { ImageSet } from "../core/images.ts";
import type { FspFamily } from "../core/methods/facts.ts";
import type { Network } from "../core/network.ts";
import { comparedShape } from "../core/relations/reductions.ts";
import type { Match } from "../core/pairs.ts";
import { tapsOf } from "../core/pairs.ts";
import type { StoredTensor } from "../core/safetensors.ts";
import type { Statistics } from "../data/statistics.ts";
import { fspLoss } from "../kernels/fsp/op.ts";
import { forward } from "../models/forward.ts";
import type { WeightTensors } from "../models/weights.ts";
import type { Adapters } from "./adapters.ts";
import { pairAdapters } from "./adapters.ts";
import type { ChannelGroups } from "./channel-assignment.ts";
import { assignedChannels } from "./channel-assignment.ts";
import { grouped, mixes, reordered } from "./channel-origins.ts";
import { comparedMatrices, resizedMap } from "./fsp-matrices.ts";
import { Shuffles } from "./shuffles.ts";
import {
  adaptedMatrices,
  ckaLoss,
  columnNormsLoss,
  groupedChannels,
  rootsLoss,
  traceRoots,
} from "./relation-losses.ts";
import { batchOf } from "./tape-views.ts";
import type { TeacherModel } from "./teacher-model.ts";
import { disposeTeacher, toModel } from "./teacher-model.ts";
import type { Factors } from "./teacher-projection.ts";
import { projectionsOf } from "./teacher-projection.ts";
import type { TrainedTeacher } from "./trained-teacher.ts";

type Taps = ReadonlyMap<string, tf.Tensor>;
/** Of a remedy, by name: all that a checkpoint needs to go on with the same bits. */
export type ComparisonState = ReadonlyMap<string, StoredTensor>;

export interface ComparisonSettings {
  readonly method: FspFamily;
  readonly teacher: TrainedTeacher;
  readonly network: Network;
  readonly statistics: Statistics;
  readonly matches: readonly Match[];
  readonly images: ImageSet;
  readonly seed: number;
}

/** Owns its tensors; `dispose` ends them. */
export class Comparison {
  readonly adapters: Adapters | null;
  readonly #settings: FspSettings;
  readonly #given: ComparisonSettings;
  readonly #teacher: TeacherModel;
  readonly #projections: readonly Factors[];
  /** Null where the teacher's matrices keep their order. */
  readonly #shuffles: Shuffles | null;
  #groups: readonly ChannelGroups[] = [];

  private constructor(given: ComparisonSettings, teacher: TeacherModel, projections: readonly Factors[]) {
    this.#given = given;
    this.#settings = fspSettingsOf(given.method);
    this.#teacher = teacher;
    this.#projections = projections;
    this.#shuffles = this.#settings.shuffled ? new Shuffles(given.seed) : null;
    this.adapters = this.#settings.remedy.kind === "adapter" ? pairAdapters(given.matches, given.seed) : null;
  }

  /** Goes on from `state` where that is given; else `weights`, the student's as they are, decide what is found once. */
  static async open(
    given: ComparisonSettings,
    weights: WeightTensors,
    state: ComparisonState | null,
  ): Promise<Comparison> {
    const { method, matches, images } = given;
    const teacher = toModel(given.teacher);
    let owner: { dispose(): void } = { dispose: () => disposeTeacher(teacher) };
    try {
      const { remedy, matrix } = fspSettingsOf(method);
      const projections =
        remedy.kind !== "projection"
          ? []
          : (keptProjections(matches, state) ?? (await projectionsOf(teacher, matches, matrix, images.training)));
      const comparison = new Comparison(given, teacher, projections);
      owner = comparison;
      if (state) comparison.#restore(state);
      else if (remedy.kind === "assignment") await comparison.#assign(weights);
      return comparison;
    } catch (error) {
      owner.dispose();
      throw error;
    }
  }

  get settings(): FspSettings {
    return this.#settings;
  }

  /** Whether channels are assigned anew as the student learns. */
  get isReassigned(): boolean {
    const { remedy } = this.#settings;
    return remedy.kind === "assignment" && remedy.every > 0;
  }

  /** A teacher's matrix `[c1, c2]` as the student is to learn it. */
  learned(values: Float32Array, shape: readonly [number, number], match: number): Float32Array {
    return this.#shuffles?.matrix(values, shape, match) ?? values;
  }

  /** To be called before iteration `step`, counted from 0: channels are assigned anew where that is due. */
  async before(step: number, weights: WeightTensors): Promise<void> {
    const { remedy } = this.#settings;
    if (remedy.kind !== "assignment" || remedy.every === 0) return;
    if (step > 0 && step % remedy.every === 0) await this.#assign(weights);
  }

  /** For each match what the teacher gives the student to learn from these images; the caller disposes it. */
  targets(pixels: Uint8Array): tf.Tensor[] {
    const { network, weights, statistics } = this.#teacher;
    return tf.tidy(() => {
      const taps = tapsOf(this.#given.matches.map((match) => match.teacher));
      return this.targetsFrom(forward(network, weights, batchOf(network, pixels, statistics), taps, null));
    });
  }

  /** The same from the teacher's taps. */
  targetsFrom(taps: Taps): tf.Tensor[] {
    return this.targetsInOrder(taps).map((target, index) =>
      // Traces are of a matrix in any order.
      this.#shuffles && target.rank === 3 ? this.#shuffles.stack(target, index) : target,
    );
  }

  /** The same before any shuffle. */
  targetsInOrder(taps: Taps): tf.Tensor[] {
    return this.#given.matches.map((match, index) => this.#target(match, index, taps));
  }

  /** For each match its loss before lambda. Differentiable in the student's taps and in the adapters. */
  losses(taps: Taps, targets: readonly tf.Tensor[]): tf.Scalar[] {
    const compared = this.studentMatrices(taps);
    return this.#given.matches.map((_, index) => {
      const student = compared[index]!;
      // oxlint-disable-next-line no-unsafe-type-assertion -- `#target` made it for the same remedy
      const target = targets[index]! as tf.Tensor3D & tf.Tensor2D;
      switch (this.#settings.remedy.kind) {
        case "none":
        case "assignment":
        case "projection":
        case "adapter":
          return this.#distance(student, target);
        case "cka":
          return ckaLoss(student, target);
        case "traces":
          return rootsLoss(traceRoots(student), target);
        default:
          return this.#settings.remedy satisfies never;
      }
    });
  }

  /** For each match the student's matrices as they are compared: with adapters, what these make of them. */
  studentMatrices(taps: Taps): tf.Tensor3D[] {
    return this.#given.matches.map((match) => {
      const matrices = this.#matrices(match, "student", taps);
      return this.adapters ? adaptedMatrices(matrices, ...this.adapters.of(match.name)) : matrices;
    });
  }

  /** Differs where the channels are assigned otherwise: all else that makes the teacher's matrices stays the same. */
  groupsKey(): string {
    return this.#groups.map(({ first, last }) => `${first.join()};${last.join()}`).join("|");
  }

  /** That both matrices have as they are compared. */
  shapeOf(match: Match): Match["shape"] {
    return comparedShape(this.#settings.remedy.kind, match);
  }

  /** For each match the networks' own matrices, whatever is made of them. */
  ownMatrices(side: "teacher" | "student", taps: Taps): tf.Tensor3D[] {
    return this.#given.matches.map((match) => this.#matrices(match, side, taps));
  }

  /** Of the match at this place: how what is compared comes of the network's own channels. */
  async origins(side: "teacher" | "student", index: number): Promise<Origins> {
    if (side === "student") return this.#studentOrigins(index);
    const { first, last } = await this.originsInOrder(index);
    const [rows, columns] = this.#orders(index);
    return { first: reordered(first, rows), last: reordered(last, columns) };
  }

  /** The teacher's, before any shuffle. */
  async originsInOrder(index: number): Promise<Origins> {
    const { remedy } = this.#settings;
    const { studentShape } = this.#given.matches[index]!;
    if (remedy.kind === "projection") return mixes(this.#projections[index]!);
    if (remedy.kind === "assignment") return grouped(this.#groups[index]!, studentShape, remedy.reduction);
    return { first: null, last: null };
  }

  /** Of the match at this place: where the teacher's rows and columns come from; null where they keep their order. */
  shuffledOrigins(index: number): Origins {
    const [rows, columns] = this.#orders(index);
    return { first: reordered(null, rows), last: reordered(null, columns) };
  }

  /** Each match's loss on these images, in inference mode. */
  async measured(pixels: Uint8Array, weights: WeightTensors): Promise<number[]> {
    const { network, statistics, matches } = this.#given;
    const losses = tf.tidy(() => {
      const taps = tapsOf(matches.map((match) => match.student));
      const outputs = forward(network, weights, batchOf(network, pixels, statistics), taps, null);
      return tf.stack(this.losses(outputs, this.targets(pixels)));
    });
    try {
      return [...(await losses.data())];
    } finally {
      losses.dispose();
    }
  }

  async state(): Promise<ComparisonState> {
    const state = new Map<string, StoredTensor>(await this.adapters?.state());
    for (const [index, factors] of this.#projections.entries()) {
      const { name } = this.#given.matches[index]!;
      for (const [end, factor] of factors.entries())
        state.set(`${name}.U${end + 1}`, { shape: factor.shape, values: Float32Array.from(await factor.data()) });
    }
    for (const [index, groups] of this.#groups.entries()) {
      const { name } = this.#given.matches[index]!;
      for (const end of ["first", "last"] as const)
        state.set(`${name}.groups.${end}`, { shape: [groups[end].length], values: groups[end] });
    }
    return state;
  }

  resetMomentum(): void {
    this.adapters?.resetMomentum();
  }

  dispose(): void {
    disposeTeacher(this.#teacher);
    this.adapters?.dispose();
    tf.dispose(this.#projections.flat());
  }

  #target(match: Match, index: number, taps: Taps): tf.Tensor {
    const { remedy } = this.#settings;
    if (remedy.kind !== "assignment") {
      const matrices = this.#matrices(match, "teacher", taps);
      if (remedy.kind === "projection") return adaptedMatrices(matrices, ...this.#projections[index]!);
      return remedy.kind === "traces" ? traceRoots(matrices) : matrices;
    }
    const grouped = (end: "first" | "last") => {
      const channels = match.studentShape[end === "first" ? 0 : 1];
      return groupedChannels(
        resizedMap(match.teacher, end, taps),
        this.#groups[index]![end],
        channels,
        remedy.reduction,
      );
    };
    return comparedMatrices(grouped("first"), grouped("last"), this.#settings.matrix);
  }

  async #studentOrigins(index: number): Promise<Origins> {
    return this.adapters ? mixes(this.adapters.of(this.#given.matches[index]!.name)) : { first: null, last: null };
  }

  #orders(index: number): readonly [rows: Uint32Array | null, columns: Uint32Array | null] {
    return this.#shuffles?.orders(index, this.shapeOf(this.#given.matches[index]!)) ?? [null, null];
  }

  #matrices(match: Match, side: "teacher" | "student", taps: Taps): tf.Tensor3D {
    const pair = match[side];
    return comparedMatrices(resizedMap(pair, "first", taps), resizedMap(pair, "last", taps), this.#settings.matrix);
  }

  #distance(student: tf.Tensor3D, target: tf.Tensor3D): tf.Scalar {
    return this.#settings.convention.reduction === "column-norms"
      ? columnNormsLoss(student, target)
      : fspLoss(student, target);
  }

  async #assign(weights: WeightTensors): Promise<void> {
    const { network, statistics, matches, images } = this.#given;
    this.#groups = await assignedChannels(this.#teacher, { network, weights, statistics }, matches, images.training);
  }

  #restore(state: ComparisonState): void {
    this.adapters?.restore(state);
    if (this.#settings.remedy.kind !== "assignment") return;
    this.#groups = this.#given.matches.map(({ name }) => {
      const groups = (end: "first" | "last") => {
        const kept = state.get(`${name}.groups.${end}`);
        if (!kept) throw new RangeError(`comparison: the state has no "${name}.groups.${end}"`);
        return Int32Array.from(kept.values);
      };
      return { first: groups("first"), last: groups("last") };
    });
  }
}

/** Null where the state has none: a checkpoint of a time when they were found anew. */
function keptProjections(matches: readonly Match[], state: ComparisonState | null): Factors[] | null {
  if (!state || !matches.every(({ name }) => state.has(`${name}.U1`))) return null;
  const kept = (name: string) => {
    const { shape, values } = state.get(name)!;
    return tf.tensor2d(Float32Array.from(values), [shape[0]!, shape[1]!]);
  };
  return matches.map(({ name }) => [kept(`${name}.U1`), kept(`${name}.U2`)]);
}
