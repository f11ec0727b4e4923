import { expect, test } from "vitest";
import { statisticsOf } from "./statistics.ts";

function images(pixels: number[]) {
  return { pixels: Uint8Array.from(pixels), labels: new Uint8Array(1) };
}

test("mean and deviation are per channel, on a scale of 0 to 1, over all images", () => {
  const { mean, deviation } = statisticsOf(images([0, 10, 255, 51, 30, 255, 102, 50, 255, 51, 70, 255]), [2, 2, 3]);
  expect(mean).toEqual([51 / 255, 40 / 255, 1]);
  // Over n, not n - 1: ((51² + 0 + 51² + 0) / 4) and ((30² + 10² + 10² + 30²) / 4), then the root.
  expect(deviation[0]).toBeCloseTo(Math.sqrt((2 * 51 ** 2) / 4) / 255, 15);
  expect(deviation[1]).toBeCloseTo(Math.sqrt(500) / 255, 15);
});

test.each([0, 7, 255])("a channel that is %i everywhere has the least deviation, one level", (level) => {
  const { mean, deviation } = statisticsOf(images([level, level, level, level]), [2, 2, 1]);
  expect({ mean, deviation }).toEqual({ mean: [level / 255], deviation: [1 / 255] });
});

test("the sums stay exact where their products pass 2^53", () => {
  const pixels = new Uint8Array(2_000_000).fill(255, 0, 1_999_000).fill(251, 1_999_000);
  const share = 1000 / 2_000_000;
  const { deviation } = statisticsOf({ pixels, labels: new Uint8Array(1) }, [1, 1, 1]);
  expect(deviation).toEqual([1 / 255]); // 4 * sqrt(share) is below one level
  const { deviation: wider } = statisticsOf(
    { pixels: pixels.map((p) => (p === 251 ? 0 : p)), labels: new Uint8Array(1) },
    [1, 1, 1],
  );
  expect(wider[0]).toBeCloseTo(Math.sqrt(share * (1 - share)), 14);
});
