/** The presets against what PyTorch made of the implementations' formulas, value and gradient, on stored features. */
import { readFile } from "node:fs/promises";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import type { FspMethod } from "../core/experiment.ts";
import { fspSettingsOf, isPlain } from "../core/fsp-settings.ts";
import { matchingOf } from "../core/matching.ts";
import type { Network } from "../core/network.ts";
import { conventionPresetNames, conventionPresets } from "../core/relations/convention-presets.ts";
import { describeEachBackend } from "../testing/backends.ts";
import { expectClose, valuesOf } from "../testing/numbers.ts";
import { tinyExperimentParts } from "../testing/lab-parts.ts";
import { Comparison } from "./comparison.ts";
import { fspAlone } from "./methods/fsp.ts";
import { matricesBySide } from "./fsp-matrices.ts";
import { goalOf } from "./fsp-stage.ts";
import type { TrainedTeacher } from "./trained-teacher.ts";

interface Numbers {
  readonly shape: readonly [number, number, number, number];
  readonly values: readonly number[];
}
type Maps = Readonly<Record<string, Numbers>>;
interface Fixture {
  readonly student: Maps;
  readonly teacher: Maps;
  readonly presets: Readonly<Record<string, { readonly loss: Numbers; readonly gradients: Maps }>>;
}

const file = new URL("../testing/fixtures/conventions.json", import.meta.url);
const fixture = JSON.parse(await readFile(file, "utf8")) as Fixture;
const batch = fixture.student["stem"]!.shape[0];

/** Layers without parameters that have the stored maps' names and sizes. */
const network: Network = {
  input: [8, 8, 3],
  nodes: Object.entries(fixture.student).map(([name, { shape }]) => ({
    name,
    op: "relu",
    inputs: [],
    shape: [shape[1], shape[2], shape[3]],
  })),
  output: "section3",
  sections: ["section1", "section2", "section3"].map((name, index) => ({
    name,
    input: ["stem", "section1", "section2"][index]!,
    first: `${name}.first`,
    last: name,
  })),
};
const teacher: TrainedTeacher = {
  network,
  weights: new Map(),
  statistics: { mean: [0, 0, 0], deviation: [1, 1, 1] },
  scores: { validation: 0, test: 0 },
  weightsHash: "",
  iterations: 0,
  origin: null,
  reports: [],
};
const black = { pixels: new Uint8Array(192), labels: new Uint8Array(1) };

const tensorsOf = (maps: Maps) =>
  Object.entries(maps).map(([name, { shape, values }]) => [name, tf.tensor4d([...values], [...shape])] as const);

/** Float32 on both sides, summed in different orders. */
const tolerance = 2e-5;

await describeEachBackend(() => {
  test.each(conventionPresetNames)("%s", async (name) => {
    const { firstTap, convention } = conventionPresets[name];
    const method: FspMethod = { ...tinyExperimentParts.fsp, firstTap, convention };
    const settings = fspSettingsOf(method);
    const { matches, misfits } = matchingOf(network, network, firstTap, settings);
    expect(misfits).toEqual([]);
    const given = {
      method,
      teacher,
      network,
      matches,
      statistics: teacher.statistics,
      images: { size: network.input, classes: [], training: black, validation: black, test: black },
      seed: 1,
    };
    const comparison = isPlain(settings) ? null : await Comparison.open(given, new Map(), null);
    const goal = goalOf(method, teacher, matches, batch, comparison);
    const { parts, losses, weightAt } = fspAlone(goal);
    const { loss, gradients } = fixture.presets[name]!;
    const names = Object.keys(fixture.student);
    const [value, ...slopes] = await valuesOf(() => {
      const theirs = new Map(tensorsOf(fixture.teacher));
      const targets = comparison?.targetsFrom(theirs) ?? [...matricesBySide(matches, "teacher", theirs).values()];
      const { value, grads } = tf.valueAndGrads((...maps: tf.Tensor[]) => {
        const student = new Map(names.map((tap, index) => [tap, maps[index]!]));
        // All maps take part, so that tfjs has a gradient for each.
        const nothing = tf.mul(0, tf.addN(maps.map((map) => tf.sum(map))));
        const weighted = losses(student, targets).map((loss, index) => tf.mul(loss, weightAt(parts[index]!, 0)));
        return tf.addN([...weighted, nothing]);
      })(tensorsOf(fixture.student).map(([, map]) => map));
      return [value, ...grads];
    });
    comparison?.dispose();
    expectClose(value!, loss.values, tolerance);
    for (const [index, tap] of names.entries()) {
      const expected = gradients[tap]?.values ?? fixture.student[tap]!.values.map(() => 0);
      expectClose(slopes[index]!, expected, tolerance);
    }
  });
}, ["cpu", "wasm"]);
