import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BatchStream, normalised, slices } from "./batches.ts";
import { statisticsOf } from "./statistics.ts";

const size = [12, 10, 2] as const;
const imageBytes = 240;
const plain = { crop: false, flip: false };

/** Image i is labelled i; no pixel is black, and every pixel of an image differs from its neighbours. */
function images(n: number) {
  return {
    pixels: Uint8Array.from(
      { length: n * imageBytes },
      (_, at) => 1 + (((at % imageBytes) + Math.floor(at / imageBytes) * 31) % 255),
    ),
    labels: Uint8Array.from({ length: n }, (_, i) => i),
  };
}

function indicesOf(n: number, batch: number, steps: number, seed = 1, stage = 2): number[] {
  const stream = new BatchStream(images(n), size, batch, plain, seed, stage);
  return Array.from({ length: steps }, (_, step) => [...stream.samplesAt(step)].filter((_, i) => i % 4 === 0)).flat();
}

describe("the order", () => {
  test.each([
    [12, 4],
    [12, 5],
    [12, 12],
    [5, 12],
    [12, 1],
  ])("of %i images in batches of %i covers every image once in each epoch, in a new order", (n, batch) => {
    const indices = indicesOf(n, batch, Math.ceil((3 * n) / batch));
    const epochs = [0, 1, 2].map((epoch) => indices.slice(epoch * n, (epoch + 1) * n));
    for (const epoch of epochs) expect(epoch.toSorted((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
    expect(new Set(epochs.map(String)).size).toBe(3);
  });

  test("depends on the seed and on the stage", () => {
    const orders = [indicesOf(20, 20, 1, 1, 1), indicesOf(20, 20, 1, 1, 2), indicesOf(20, 20, 1, 2, 1)];
    expect(new Set(orders.map(String)).size).toBe(3);
  });

  test("is frozen", () => {
    expect(indicesOf(10, 4, 3, 7, 2)).toEqual([9, 6, 1, 3, 4, 5, 0, 2, 8, 7, 2, 3]);
  });
});

test("any step asked for at any time is the step met on the way there", () => {
  const augment = { crop: true, flip: true };
  const property = (n: number, batch: number, asked: number[]) => {
    const sequence = new BatchStream(images(n), size, batch, augment, 3, 1);
    const met = Array.from({ length: 12 }, (_, step) => sequence.batchAt(step));
    const stream = new BatchStream(images(n), size, batch, augment, 3, 1);
    for (const step of asked) expect(stream.batchAt(step)).toEqual(met[step]);
  };
  const steps = fc.array(fc.integer({ min: 0, max: 11 }), { maxLength: 5 });
  fc.assert(fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 25 }), steps, property), {
    numRuns: 25,
  });
});

describe("a batch", () => {
  test("without augmentation holds the images that it names, with their labels", () => {
    const set = images(7);
    const stream = new BatchStream(set, size, 5, plain, 1, 2);
    const { pixels, labels } = stream.batchAt(1);
    const indices = stream.samplesAt(1).filter((_, i) => i % 4 === 0);
    expect(labels).toEqual(Int32Array.from(indices));
    for (const [i, index] of indices.entries()) {
      expect(pixels.subarray(i * imageBytes, (i + 1) * imageBytes)).toEqual(
        set.pixels.subarray(index * imageBytes, (index + 1) * imageBytes),
      );
    }
  });

  /** For each image of many batches: which window and mirroring of it, by trying all, gives what the batch holds. */
  function movesIn(augment: { crop: boolean; flip: boolean }) {
    const set = images(6);
    const stream = new BatchStream(set, size, 6, augment, 1, 2);
    return Array.from({ length: 60 }, (_, step) => {
      const { pixels } = stream.batchAt(step);
      return [...stream.samplesAt(step)]
        .filter((_, i) => i % 4 === 0)
        .map((index, i) => moveBetween(set.pixels.subarray(index * imageBytes), pixels.subarray(i * imageBytes)));
    }).flat();
  }

  const places = Array.from({ length: imageBytes }, (_, at) => at);

  function moveBetween(image: Uint8Array, seen: Uint8Array): { down: number; right: number; flipped: boolean } {
    const [height, width, channels] = size;
    const level = (y: number, x: number, c: number) =>
      y < 0 || y >= height || x < 0 || x >= width ? 0 : image[(y * width + x) * channels + c]!;
    for (let down = -4; down <= 4; down++) {
      for (let right = -4; right <= 4; right++) {
        for (const flipped of [false, true]) {
          const agrees = places.every((at) => {
            const [y, x, c] = [Math.floor(at / 20), Math.floor(at / 2) % width, at % 2];
            return seen[at] === level(y + down, (flipped ? width - 1 - x : x) + right, c);
          });
          if (agrees) return { down, right, flipped };
        }
      }
    }
    throw new Error("no window of the padded image gives this");
  }

  test("with crop is moved by -4 to 4 in both directions, with black from outside, and never mirrored", () => {
    const moves = movesIn({ crop: true, flip: false });
    const all = [-4, -3, -2, -1, 0, 1, 2, 3, 4];
    expect([...new Set(moves.map(({ down }) => down))].toSorted((a, b) => a - b)).toEqual(all);
    expect([...new Set(moves.map(({ right }) => right))].toSorted((a, b) => a - b)).toEqual(all);
    expect(moves.some(({ flipped }) => flipped)).toBe(false);
  });

  test("with flip is mirrored half of the time, within 5 standard deviations, and stays in its place", () => {
    const moves = movesIn({ crop: false, flip: true });
    const mirrored = moves.filter(({ flipped }) => flipped).length;
    expect(Math.abs(mirrored - moves.length / 2)).toBeLessThan((5 * Math.sqrt(moves.length)) / 2);
    expect(moves.every(({ down, right }) => down === 0 && right === 0)).toBe(true);
  });

  test("with both is moved as with crop alone and mirrored as with flip alone", () => {
    const both = movesIn({ crop: true, flip: true });
    expect(both.map(({ flipped }) => flipped)).toEqual(
      movesIn({ crop: false, flip: true }).map(({ flipped }) => flipped),
    );
    expect(both.map(({ down, right }) => [down, right])).toEqual(
      movesIn({ crop: true, flip: false }).map(({ down, right }) => [down, right]),
    );
  });

  test("is the batch that went before when the same images and keys come again, and leaves the images alone", () => {
    const set = images(6);
    const before = set.pixels.slice();
    const batch = () => new BatchStream(set, size, 8, { crop: true, flip: true }, 1, 2).batchAt(4);
    expect(batch()).toEqual(batch());
    expect(set.pixels).toEqual(before);
  });
});

describe("slices", () => {
  test.each([
    [1, 4, [1]],
    [3, 4, [3]],
    [4, 4, [4]],
    [5, 4, [4, 1]],
    [8, 4, [4, 4]],
  ])("of %i images by %i hold %j of them, each image once and in order", (n, batch, counts) => {
    const set = images(n);
    const pieces = [...slices(set, size, batch)];
    expect(pieces.map(({ count }) => count)).toEqual(counts);
    for (const { pixels, labels } of pieces)
      expect([pixels.length, labels.length]).toEqual([batch * imageBytes, batch]);
    expect(pieces.flatMap(({ labels, count }) => [...labels.subarray(0, count)])).toEqual([...set.labels]);
    expect(pieces.flatMap(({ pixels, count }) => [...pixels.subarray(0, count * imageBytes)])).toEqual([...set.pixels]);
  });
});

describe("normalised", () => {
  test("is (pixel / 255 - mean) / deviation of the channel, rounded once", () => {
    const pixels = Uint8Array.from({ length: 512 }, (_, at) => at >> 1);
    const statistics = { mean: [0.25, 0.5], deviation: [0.3, 0.7] };
    const expected = Float32Array.from(
      pixels,
      (p, at) => (p / 255 - statistics.mean[at % 2]!) / statistics.deviation[at % 2]!,
    );
    expect(normalised(pixels, [16, 16, 2], statistics)).toEqual(expected);
  });

  test("by their own statistics images have mean 0 and deviation 1, up to float32", () => {
    const set = images(20);
    const values = normalised(set.pixels, size, statisticsOf(set, size));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
    expect(mean).toBeCloseTo(0, 6);
    expect(variance).toBeCloseTo(1, 6);
  });
});
