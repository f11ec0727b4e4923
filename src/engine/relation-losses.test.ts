/** Each relation's tensors against its definition, and its gradient against the definition's slopes. */
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { fspLoss, fspMatrices } from "../core/fsp.ts";
import { groupedChannels as groupedByDefinition } from "../core/relations/channel-groups.ts";
import * as definition from "../core/relations/definitions.ts";
import { reducedLoss } from "../core/relations/reductions.ts";
import { leadingVectors } from "../core/relations/singular.ts";
import { describeEachBackend } from "../testing/backends.ts";
import { expectClose, noise, slopes, valuesOf } from "../testing/numbers.ts";
import { comparedMatrices } from "./fsp-matrices.ts";
import * as tensors from "./relation-losses.ts";

const [n, m, k, r, s] = [5, 3, 4, 6, 5] as const;
const student = Float64Array.from(noise(n * m * k, 1));
const wide = Float64Array.from(noise(n * r * s, 2));
const same = Float64Array.from(noise(n * m * k, 3));
const a1 = Float64Array.from(noise(r * m, 4));
const a2 = Float64Array.from(noise(s * k, 5));

/** Float32 against float64. */
const tolerance = 3e-5;

const stack = (values: ArrayLike<number>, rows: number = m, columns: number = k) =>
  tf.tensor3d(Float32Array.from(values), [n, rows, columns]);
const matrix = (values: ArrayLike<number>, rows: number, columns: number) =>
  tf.tensor2d(Float32Array.from(values), [rows, columns]);

/** `loss` on tensors is what `defined` says at `at`, and so is its gradient. */
async function expectDefined(
  loss: (at: tf.Tensor) => tf.Scalar,
  shape: number[],
  at: Float64Array,
  defined: (at: Float64Array) => number,
): Promise<void> {
  const [value, gradient] = await valuesOf(() => {
    const { value, grad } = tf.valueAndGrad(loss)(tf.tensor(Float32Array.from(at), shape));
    return [value, grad];
  });
  expectClose(value!, [defined(at)], tolerance);
  expectClose(gradient!, slopes(defined, at), tolerance);
}

const rotation = (size: number, seed: number) =>
  leadingVectors(Float64Array.from(noise(size * size, seed)), [size, size], [size, size]).left;

await describeEachBackend(() => {
  describe("gradients", () => {
    test("adapter: of the student's matrices and of both adapters", async () => {
      const goal = () => stack(wide, r, s);
      const lossOf = (g: tf.Tensor, x1: tf.Tensor, x2: tf.Tensor) =>
        tf.div<tf.Scalar>(
          tf.sum(
            tf.squaredDifference(
              tensors.adaptedMatrices(g as tf.Tensor3D, x1 as tf.Tensor2D, x2 as tf.Tensor2D),
              goal(),
            ),
          ),
          n,
        );
      const by = (g: Float64Array, x1: Float64Array, x2: Float64Array) =>
        fspLoss(definition.adaptedMatrices(g, [m, k], x1, x2), wide, n);
      await expectDefined(
        (at) => lossOf(at, matrix(a1, r, m), matrix(a2, s, k)),
        [n, m, k],
        student,
        (at) => by(at, a1, a2),
      );
      await expectDefined(
        (at) => lossOf(stack(student), at, matrix(a2, s, k)),
        [r, m],
        a1,
        (at) => by(student, at, a2),
      );
      await expectDefined(
        (at) => lossOf(stack(student), matrix(a1, r, m), at),
        [s, k],
        a2,
        (at) => by(student, a1, at),
      );
    });

    test("column norms", () =>
      expectDefined(
        (at) => tensors.columnNormsLoss(at as tf.Tensor3D, stack(same)),
        [n, m, k],
        student,
        (at) => reducedLoss("column-norms", at, same, [n, m, k]),
      ));

    test("column norms: none where a column does not differ, as in PyTorch", async () => {
      const [gradient] = await valuesOf(() => [
        tf.grad((at) => tensors.columnNormsLoss(at as tf.Tensor3D, stack(same)))(stack(same)),
      ]);
      expect([...gradient!]).toEqual(Array.from(same, () => 0));
    });

    test("cka, against matrices of another size", () =>
      expectDefined(
        (at) => tensors.ckaLoss(at as tf.Tensor3D, stack(wide, r, s)),
        [n, m, k],
        student,
        (at) => definition.ckaLoss(at, wide, n),
      ));

    test("traces, against matrices of another size", () =>
      expectDefined(
        (at) => tensors.rootsLoss(tensors.traceRoots(at as tf.Tensor3D), tensors.traceRoots(stack(wide, r, s))),
        [n, m, k],
        student,
        (at) => definition.tracesLoss(at, [m, k], wide, [r, s]),
      ));

    test("cosine", () => {
      const [positions, c1, c2] = [6, 3, 4];
      const last = Float64Array.from(noise(n * positions * c2, 7));
      const goal = Float64Array.from(noise(n * c1 * c2, 8));
      return expectDefined(
        (at) =>
          tf.div(
            tf.sum(
              tf.squaredDifference(
                comparedMatrices(at as tf.Tensor4D, tf.tensor4d(Float32Array.from(last), [n, 2, 3, c2]), "cosine"),
                stack(goal, c1, c2),
              ),
            ),
            n,
          ),
        [n, 2, 3, c1],
        Float64Array.from(noise(n * positions * c1, 9)),
        (at) =>
          fspLoss(
            fspMatrices(definition.cosineMap(at, [n, positions, c1]), definition.cosineMap(last, [n, positions, c2]), [
              n,
              positions,
              c1,
              c2,
            ]),
            goal,
            n,
          ),
      );
    });

    test("bilinear, up and down", async () => {
      const weights = noise(2 * 3 * 5 * 2, 12);
      const x = Float64Array.from(noise(2 * 4 * 4 * 2, 11));
      await expectDefined(
        (at) => tf.sum(tf.mul(tensors.bilinearMap(at as tf.Tensor4D, [3, 5]), tf.tensor4d(weights, [2, 3, 5, 2]))),
        [2, 4, 4, 2],
        x,
        (at) => bilinearByDefinition(at, [2, 4, 4, 2], [3, 5]).reduce((sum, v, i) => sum + v * weights[i]!, 0),
      );
    });
  });

  describe("invariances", () => {
    const turned = () =>
      stack(definition.adaptedMatrices(student, [m, k], rotation(m, 20), rotation(k, 21)).map((v) => 30 * v));

    test("cka does not change with scale or rotations of the channels", async () => {
      const [plain, other] = await valuesOf(() => [
        tensors.ckaLoss(stack(student), stack(wide, r, s)),
        tensors.ckaLoss(turned(), stack(wide, r, s)),
      ]);
      expect(plain![0]!).toBeGreaterThan(0.05);
      expectClose(other!, plain!, tolerance);
    });

    test("traces do not change with rotations, and grow with scale", async () => {
      const [plain, other] = await valuesOf(() => [tensors.traceRoots(stack(student)), tensors.traceRoots(turned())]);
      expectClose(
        other!,
        plain!.map((v) => 30 * v),
        tolerance,
      );
    });

    test("cosine matrices do not change when each channel is scaled", async () => {
      const [first, last] = [noise(n * 6 * m, 9), noise(n * 6 * k, 10)];
      const make = (scale: (channel: number) => number) =>
        comparedMatrices(
          tf.tensor4d(
            first.map((v, i) => v * scale(i % m)),
            [n, 2, 3, m],
          ),
          tf.tensor4d(last, [n, 2, 3, k]),
          "cosine",
        );
      const [plain, scaled] = await valuesOf(() => [make(() => 1), make((channel) => 2 + channel)]);
      // What the epsilon beside a mean square of about 1/3 leaves.
      expectClose(scaled!, plain!, tolerance);
    });

    test("an adapted student does not change when its channels are permuted and the adapter with them", async () => {
      const order = [2, 0, 1];
      const rows = student.map((_, i) => {
        const [image, row, column] = [Math.floor(i / (m * k)), Math.floor(i / k) % m, i % k];
        return student[(image * m + order[row]!) * k + column]!;
      });
      const columns = a1.map((_, i) => a1[i - (i % m) + order[i % m]!]!);
      const [plain, permuted] = await valuesOf(() => [
        tensors.adaptedMatrices(stack(student), matrix(a1, r, m), matrix(a2, s, k)),
        tensors.adaptedMatrices(stack(rows), matrix(columns, r, m), matrix(a2, s, k)),
      ]);
      expectClose(permuted!, plain!, tolerance);
    });
  });

  test.each(["absolute-maximum", "mean"] as const)(
    "groups' %s equals its definition, ragged groups too",
    async (by) => {
      const groups = Int32Array.of(0, 1, 1, 0, 1, 2, 0);
      const map = noise(2 * 6 * 7, 30);
      const [values] = await valuesOf(() => [tensors.groupedChannels(tf.tensor4d(map, [2, 2, 3, 7]), groups, 3, by)]);
      expectClose(values!, groupedByDefinition(map, groups, 3, by), tolerance);
    },
  );
}, ["cpu", "wasm"]);

/** Pixel by pixel, by the middles of the pixels, clamped at the border. */
function bilinearByDefinition(
  map: Float64Array,
  [count, height, width, channels]: readonly [number, number, number, number],
  [rows, columns]: readonly [number, number],
): Float64Array {
  const near = (index: number, from: number, to: number) => {
    const middle = Math.min(Math.max(((index + 0.5) * from) / to - 0.5, 0), from - 1);
    const low = Math.floor(middle);
    return [low, Math.min(low + 1, from - 1), middle - low] as const;
  };
  const out = new Float64Array(count * rows * columns * channels);
  for (let i = 0; i < out.length; i++) {
    const channel = i % channels;
    const [top, bottom, down] = near(Math.floor(i / channels / columns) % rows, height, rows);
    const [left, right, along] = near(Math.floor(i / channels) % columns, width, columns);
    const image = Math.floor(i / channels / columns / rows);
    const at = (y: number, x: number) => map[((image * height + y) * width + x) * channels + channel]!;
    out[i] =
      (1 - down) * ((1 - along) * at(top, left) + along * at(top, right)) +
      down * ((1 - along) * at(bottom, left) + along * at(bottom, right));
  }
  return out;
}
