/** Every method's loss and slopes on stored features, against PyTorch's, its definition, and central differences of that. */
import { readFile } from "node:fs/promises";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import type { Method } from "../../core/experiment.ts";
import * as defined from "../../core/methods/definitions.ts";
import { lossesOf } from "../../core/methods/facts.ts";
import { methodKinds, usualMethods } from "../../core/methods/usual.ts";
import type { Network, Shape } from "../../core/network.ts";
import { describeEachBackend } from "../../testing/backends.ts";
import { expectClose, slopes } from "../../testing/numbers.ts";
import { matches, network, teacher } from "../../testing/small-training.ts";
import type { Given } from "./guidance.ts";
import { guidanceOf } from "./guidances.ts";

interface Numbers {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}
interface Fixture {
  /** The student's features, the teacher's, and what else learns. */
  readonly inputs: readonly [Numbers, Numbers, ...Numbers[]];
  readonly loss: Numbers;
  /** Of all inputs but the teacher's. */
  readonly gradients: readonly [Numbers, ...Numbers[]];
}

const names = ["softDivergence", "softCrossEntropy", "hint", "attention", "pooledAttention", "similarity"] as const;
type Name = (typeof names)[number];

const file = new URL("../../testing/fixtures/methods.json", import.meta.url);
const fixtures = JSON.parse(await readFile(file, "utf8")) as Readonly<Record<Name, Fixture>>;

const temperature = 3;
const share = 0.25;

/** The method and the stage whose loss it is, and how many times the fixture's its weighted loss is. */
const uses: Readonly<Record<Name, { readonly method: Method; readonly stage: 1 | 2; readonly times: number }>> = {
  softDivergence: { method: { ...usualMethods.kd, temperature, share }, stage: 2, times: share },
  softCrossEntropy: {
    method: { ...usualMethods.fitnets, temperature, softWeight: 4, softWeightEnd: 1 },
    stage: 2,
    times: 4,
  },
  hint: { method: { ...usualMethods.fitnets, hintWeight: 2 }, stage: 1, times: 2 },
  attention: { method: { ...usualMethods.at, beta: 50 }, stage: 2, times: 50 },
  pooledAttention: { method: { ...usualMethods.at, beta: 50 }, stage: 2, times: 50 },
  similarity: { method: { ...usualMethods.sp, gamma: 30 }, stage: 2, times: 30 },
};

const kernelName = "section1.regressor.kernel";
const biasName = "section1.regressor.bias";

/** Of one section whose last layer, and of an output whose logits, have the shape of these features. */
function networkOf({ shape }: Numbers): Network {
  const of = shape.slice(1) as unknown as Shape;
  const [end, output] = ["section1.end", "logits"];
  const map: Shape = of.length === 3 ? of : [1, 1, 1];
  return {
    input: [8, 8, 1],
    nodes: [
      { name: end, op: "relu", inputs: [], shape: map },
      { name: output, op: "flatten", inputs: [end], shape: of.length === 1 ? of : [1] },
    ],
    output,
    sections: [{ name: "section1", input: end, first: end, last: end }],
  };
}

function givenBy({ inputs: [student, theirs] }: Fixture): Given {
  return { student: networkOf(student), teacher: networkOf(theirs), seed: 1, iterations: 10, fsp: null };
}

const tensor = ({ shape, values }: Numbers) => tf.tensor([...values], [...shape]);
const layerOf = ({ shape }: Numbers) => (shape.length === 2 ? "logits" : "section1.end");

await describeEachBackend(() => {
  test("a method guides exactly the stages that its facts name, by the loss that they name", () => {
    const fsp = { teacher, matches, lambdaOf: () => 1, comparison: null };
    for (const kind of methodKinds) {
      const given: Given = { teacher: teacher.network, student: network, seed: 1, iterations: 10, fsp };
      for (const stage of [1, 2] as const) {
        const guidance = guidanceOf(usualMethods[kind], stage, given);
        expect(guidance?.name ?? null).toBe(lossesOf[kind][stage]);
        guidance?.adapters?.dispose();
        // Stage 1 learns from the teacher alone, stage 2 never without the labels.
        if (guidance) expect(guidance.taskWeight === null).toBe(stage === 1);
      }
    }
  });

  test.each(names)("%s and its slopes are PyTorch's", async (name) => {
    const { inputs, loss, gradients } = fixtures[name];
    const { method, stage, times } = uses[name];
    const before = tf.memory().numTensors;
    const guidance = guidanceOf(method, stage, givenBy(fixtures[name]))!;
    const [ours, theirs, ...others] = inputs;
    const layer = layerOf(ours);
    const adapters = [kernelName, biasName].flatMap((of) => guidance.adapters?.trained.get(of)?.weight ?? []);
    for (const [index, variable] of adapters.entries()) tf.tidy(() => variable.assign(tensor(others[index]!)));
    const student = tf.tidy(() => tf.variable(tensor(ours)));
    const made = tf.tidy(() => {
      const targets = guidance.targets(new Map([[layer, tensor(theirs)]]));
      const { value, grads } = tf.variableGrads(() => {
        const [part] = guidance.losses(new Map([[layer, student]]), targets);
        return tf.mul<tf.Scalar>(part!, guidance.weightAt(guidance.parts[0]!, 0));
      }, [student, ...adapters]);
      return [value, ...[student, ...adapters].map((variable) => grads[variable.name]!)];
    });
    const [value, ...slopesOf] = await Promise.all(made.map((of) => of.data()));
    // Float32 on both sides, summed in different orders.
    expectClose(
      value!,
      loss.values.map((of) => times * of),
      2e-5,
    );
    expect(slopesOf.length).toBe(gradients.length);
    for (const [index, slope] of slopesOf.entries())
      expectClose(
        slope,
        gradients[index]!.values.map((of) => times * of),
        2e-5,
      );
    tf.dispose([student, ...made]);
    guidance.adapters?.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

/** The loss by its definition, as a function of the student's features. */
function definitionOf(name: Name, { inputs }: Fixture): (student: Float64Array) => number {
  const [ours, theirs, kernel, bias] = inputs;
  const goal = Float64Array.from(theirs.values);
  const [n] = ours.shape as [number];
  const positions = theirs.shape.slice(1, 3).reduce((product, of) => product * of, 1);
  const [cs, ct] = [ours.shape.at(-1)!, theirs.shape.at(-1)!];
  switch (name) {
    case "softDivergence":
      return (student) => defined.softDivergence(student, goal, cs, temperature);
    case "softCrossEntropy":
      return (student) => defined.softCrossEntropy(student, goal, cs, temperature);
    case "hint":
      return (student) => defined.hintLoss(regressed(student, cs, kernel!.values, bias!.values), goal, n);
    case "attention":
      return (student) => defined.attentionLoss(student, goal, [n, positions, cs, ct]);
    case "pooledAttention":
      return (student) => defined.attentionLoss(halved(student, ours.shape), goal, [n, positions, cs, ct]);
    case "similarity":
      return (student) => defined.similarityLoss(student, goal, n);
    default:
      return name satisfies never;
  }
}

function regressed(map: Float64Array, channels: number, kernel: readonly number[], bias: readonly number[]) {
  const out = bias.length;
  return Float64Array.from({ length: (map.length / channels) * out }, (_, i) => {
    const from = Math.floor(i / out) * channels;
    let sum = bias[i % out]!;
    for (let c = 0; c < channels; c++) sum += map[from + c]! * kernel[c * out + (i % out)]!;
    return sum;
  });
}

/** Means of blocks of two by two. */
function halved(map: Float64Array, [n, height, width, channels]: readonly number[]): Float64Array {
  const small = new Float64Array(map.length / 4);
  for (const [i, value] of map.entries()) {
    const [c, x, y] = [i % channels!, Math.floor(i / channels!) % width!, Math.floor(i / channels! / width!) % height!];
    const image = Math.floor(i / (map.length / n!));
    const at = ((image * (height! / 2) + (y >> 1)) * (width! / 2) + (x >> 1)) * channels! + c;
    small[at]! += value / 4;
  }
  return small;
}

describe("the definitions", () => {
  test.each(names)("of %s has PyTorch's value, and its central differences are PyTorch's slopes", (name) => {
    const fixture = fixtures[name];
    const definition = definitionOf(name, fixture);
    const { values } = fixture.inputs[0];
    // The fixtures are float32.
    expectClose([definition(Float64Array.from(values))], fixture.loss.values, 1e-5);
    expectClose(slopes(definition, values), fixture.gradients[0].values, 1e-4);
  });
});

test("weights that fade go in a straight line from the first iteration to the last", () => {
  const given = givenBy(fixtures.softCrossEntropy);
  const { weightAt } = guidanceOf({ ...usualMethods.fitnets, softWeight: 4, softWeightEnd: 1 }, 2, given)!;
  for (let done = 0; done < 10; done++) expect(weightAt("logits", done)).toBeCloseTo(4 - done / 3, 12);
});
