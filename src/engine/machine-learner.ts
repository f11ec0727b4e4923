/** Trains with routines on a machine; stages that routines do not cover go through tfjs. */
import type { Network } from "../core/network.ts";
import { parametersOf } from "../core/network.ts";
import type { LabelledImages } from "../core/images.ts";
import type { Pair } from "../core/pairs.ts";
import { matrixShapeOf } from "../core/pairs.ts";
import type { BatchStream } from "../data/batches.ts";
import { levelsOf } from "../data/batches.ts";
import type { Statistics } from "../data/statistics.ts";
import type { CompiledRoutine, Machine } from "../kernels/routine/machine.ts";
import type { Arena, Place } from "../kernels/routine/routine.ts";
import type { ArenaLayout } from "../models/arena.ts";
import { logitsRoutine, matricesRoutine } from "../models/look-routine.ts";
import { fspRoutine, taskRoutine } from "../models/step-routine.ts";
import type { WeightArrays, WeightTensors } from "../models/weights.ts";
import type { Evaluator } from "./evaluation.ts";
import { largestBatch } from "./evaluation.ts";
import type { FspGoal } from "./fsp-stage.ts";
import type { FspOutcome, GuidedOutcome, Learner, Observer, StepSettings, Steps, TaskOutcome } from "./learner.ts";
import { evaluated, look } from "./machine-views.ts";
import type { Guide } from "./methods/guide.ts";
import { TapeLearner } from "./tape-learner.ts";
import { TeacherCache } from "./teacher-cache.ts";

export class MachineLearner implements Learner {
  readonly network: Network;
  readonly #machine: Machine;
  readonly #layout: ArenaLayout;
  /** The same network in tfjs, which evaluates and saves it; up to date when `#ahead` is "tape" or null. */
  readonly #tape: TapeLearner;
  /** Which of the two has learned what the other has not. */
  #ahead: "machine" | "tape" | null = null;

  constructor(network: Network, initial: WeightArrays, layout: ArenaLayout, machine: Machine) {
    this.network = network;
    this.#machine = machine;
    this.#layout = layout;
    this.#tape = new TapeLearner(network, initial);
    for (const [name, place] of layout.places) machine.write(place, initial.get(name)!);
  }

  async taskSteps(batches: BatchStream, statistics: Statistics): Promise<Steps<TaskOutcome>> {
    const made = taskRoutine(this.network, this.#layout, batches.batch, levelsOf(statistics));
    if (!made) return this.#onTape((tape) => tape.taskSteps(batches, statistics));
    await this.#toMachine();
    const compiled = await this.#machine.compile(made.routine, batches.images);
    const meanAt = meanOf(batches.batch);
    return this.#steps(
      compiled,
      batches,
      () => false,
      (row) => ({ loss: meanAt(row, made.losses), accuracy: meanAt(row, made.correct) }),
    );
  }

  async fspSteps(batches: BatchStream, statistics: Statistics, goal: FspGoal): Promise<Steps<FspOutcome>> {
    const { matches, lambdaOf } = goal;
    if (goal.comparison) return this.#onTape((tape) => tape.fspSteps(batches, statistics, goal));
    const cells = matches.reduce((sum, { shape }) => sum + shape[0] * shape[1], 0);
    const cache = new TeacherCache(batches, cells);
    const student = { network: this.network, layout: this.#layout, table: levelsOf(statistics) };
    const { network, weights } = goal.teacher;
    const teacher = { network, weights, table: levelsOf(goal.teacher.statistics) };
    const made = fspRoutine(student, teacher, matches, lambdaOf, batches.batch, cache);
    if (!made) return this.#onTape((tape) => tape.fspSteps(batches, statistics, goal));
    await this.#toMachine();
    const compiled = await this.#machine.compile(made.routine, batches.images);
    const meanAt = meanOf(batches.batch);
    return this.#steps(
      compiled,
      batches,
      (samples) => cache.misses(samples),
      (row) => {
        const pairLoss = Object.fromEntries([...made.losses].map(([pair, at]) => [pair, meanAt(row, at)]));
        const loss = matches.reduce((sum, { name }) => sum + lambdaOf(name) * pairLoss[name]!, 0);
        return { loss, pairLoss };
      },
    );
  }

  guidedSteps(batches: BatchStream, statistics: Statistics, guide: Guide): Promise<Steps<GuidedOutcome>> {
    return this.#onTape((tape) => tape.guidedSteps(batches, statistics, guide));
  }

  async evaluator(images: LabelledImages, statistics: Statistics): Promise<Evaluator> {
    const batch = Math.min(largestBatch, images.labels.length);
    const routine = logitsRoutine(this.network, this.#layout, batch, levelsOf(statistics));
    if (!routine) {
      const evaluator = await this.#tape.evaluator(images, statistics);
      return { ...evaluator, evaluate: async (...given) => (await this.tensors(), evaluator.evaluate(...given)) };
    }
    const compiled = await this.#machine.compile(routine, images);
    return {
      evaluate: async (breathe, seen) => {
        await this.#toMachine();
        return evaluated(compiled, routine, images, breathe, seen);
      },
      dispose: () => compiled.dispose(),
    };
  }

  async observer(images: LabelledImages, statistics: Statistics, pairs: readonly Pair[]): Promise<Observer> {
    const batch = images.labels.length;
    const routine = matricesRoutine(this.network, this.#layout, pairs, batch, levelsOf(statistics));
    if (!routine) {
      const observer = await this.#tape.observer(images, statistics, pairs);
      return { ...observer, matrices: async () => (await this.tensors(), observer.matrices()) };
    }
    const compiled = await this.#machine.compile(routine, images);
    const lengths = pairs.map((pair) => batch * sizeOfMatrix(this.network, pair));
    return {
      matrices: async () => {
        await this.#toMachine();
        look(compiled, batch, (place) => place);
        const [row] = await compiled.results();
        let at = 0;
        return lengths.map((length) => row!.slice(at, (at += length)));
      },
      dispose: () => compiled.dispose(),
    };
  }

  resetMomentum(): void {
    this.#tape.resetMomentum();
    const length = this.#layout.lengths.velocities;
    this.#machine.write({ memory: "velocities", offset: 0, length }, new Float32Array(length));
  }

  async tensors(): Promise<WeightTensors> {
    if (this.#ahead === "machine") {
      this.#tape.restore(await this.#read("weights", "statistics"));
      this.#ahead = null;
    }
    return this.#tape.weights;
  }

  arrays(): Promise<WeightArrays> {
    return this.#ahead === "machine" ? this.#read("weights", "statistics") : this.#tape.arrays();
  }

  restore(arrays: WeightArrays): void {
    this.#tape.restore(arrays);
    for (const [name, place] of this.#layout.places) this.#machine.write(place, arrays.get(name)!);
  }

  velocities(): Promise<WeightArrays> {
    return this.#ahead === "tape" ? this.#tape.velocities() : this.#read("velocities");
  }

  restoreVelocities(arrays: WeightArrays): void {
    this.#tape.restoreVelocities(arrays);
    for (const [name, values] of arrays)
      this.#machine.write({ ...this.#layout.places.get(name)!, memory: "velocities" }, values);
  }

  dispose(): void {
    this.#tape.dispose();
    this.#machine.dispose();
  }

  #steps<Outcome>(
    compiled: CompiledRoutine,
    batches: BatchStream,
    needsPrelude: (samples: Int32Array) => boolean,
    outcomeOf: (row: Float32Array) => Outcome,
  ): Steps<Outcome> {
    return {
      most: this.#machine.queue,
      run: async (done, count, settingsAt) => {
        this.#ahead = "machine";
        for (let at = done; at < done + count; at++) {
          const samples = batches.samplesAt(at);
          const { rate, momentum, decay }: StepSettings = settingsAt(at);
          compiled.run({ samples, rate, momentum, decay, prelude: needsPrelude(samples) });
        }
        return (await compiled.results()).map(outcomeOf);
      },
      dispose: () => compiled.dispose(),
    };
  }

  async #onTape<Outcome>(open: (tape: TapeLearner) => Promise<Steps<Outcome>>): Promise<Steps<Outcome>> {
    await this.tensors();
    const steps = await open(this.#tape);
    return {
      ...steps,
      run: (...given) => {
        this.#ahead = "tape";
        return steps.run(...given);
      },
    };
  }

  async #toMachine(): Promise<void> {
    if (this.#ahead !== "tape") return;
    for (const [name, values] of await this.#tape.arrays()) this.#machine.write(this.#layout.places.get(name)!, values);
    for (const [name, values] of await this.#tape.velocities())
      this.#machine.write({ ...this.#layout.places.get(name)!, memory: "velocities" }, values);
    this.#ahead = null;
  }

  /** What the arenas hold, by parameter; an arena is read in one piece. */
  async #read(...arenas: Arena[]): Promise<Map<string, Float32Array>> {
    const read = new Map<Arena, Float32Array>();
    for (const memory of arenas) {
      const whole: Place = { memory, offset: 0, length: this.#layout.lengths[memory] };
      read.set(memory, await this.#machine.read(whole));
    }
    const arrays = new Map<string, Float32Array>();
    for (const { name, trained } of parametersOf(this.network)) {
      const { offset, length } = this.#layout.places.get(name)!;
      const values = read.get(trained ? (read.has("weights") ? "weights" : "velocities") : "statistics");
      if (values) arrays.set(name, values.slice(offset, offset + length));
    }
    return arrays;
  }
}

function sizeOfMatrix(network: Network, pair: Pair): number {
  const [rows, columns] = matrixShapeOf(network, pair);
  return rows * columns;
}

function meanOf(batch: number): (row: Float32Array, from: number) => number {
  return (row, from) => row.subarray(from, from + batch).reduce((sum, value) => sum + value, 0) / batch;
}
