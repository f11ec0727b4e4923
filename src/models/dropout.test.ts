import { expect, test } from "vitest";
import { wideResnet } from "../core/families/preactivation.ts";
import type { DropoutNode } from "../core/network.ts";
import { dropoutMask } from "./dropout.ts";

const network = wideResnet([8, 8, 3], 10, 4, 0.3, 10);
const [first, second] = network.nodes.filter((node): node is DropoutNode => node.op === "dropout");
const key = { seed: 1, stage: 2, step: 3 };
const count = 20_000;
const mask = dropoutMask(network, first!, count, key);

test("a mask drops as many as its rate says and keeps the mean, within 5 standard errors", () => {
  const dropped = mask.filter((value) => value === 0).length;
  expect(Math.abs(dropped / count - 0.3)).toBeLessThan(5 * Math.sqrt((0.3 * 0.7) / count));
  expect(new Set(mask)).toEqual(new Set([0, Math.fround(1 / 0.7)]));
});

test("a mask is a function of its step, and every step, stage, seed and layer has its own", () => {
  expect(dropoutMask(network, first!, count, { ...key })).toEqual(mask);
  const others = [
    dropoutMask(network, second!, count, key),
    ...[{ seed: 2 }, { stage: 1 }, { step: 4 }].map((change) =>
      dropoutMask(network, first!, count, { ...key, ...change }),
    ),
  ];
  for (const other of others) {
    const same = other.filter((value, i) => value === mask[i]).length;
    expect(Math.abs(same / count - (0.3 ** 2 + 0.7 ** 2))).toBeLessThan(5 * Math.sqrt((0.58 * 0.42) / count));
  }
});
