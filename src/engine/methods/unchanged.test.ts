/** FSP's runs as they were before methods had a common form: the last weights, to the bit. */
import { expect, test } from "vitest";
import type { Experiment, FspMethod, Method } from "../../core/experiment.ts";
import { usualFspSettings } from "../../core/fsp-settings.ts";
import { describeEachBackend } from "../../testing/backends.ts";
import {
  reportsIn,
  resultIn,
  testParts,
  ticksOf,
  tinyExperiment,
  tinyExperimentParts,
} from "../../testing/lab-parts.ts";

const { fsp, recipe } = tinyExperimentParts;
const still = { augment: { crop: false, flip: true }, task: { ...tinyExperiment.task, iterations: 8, drops: [6] } };
const long = (method: FspMethod): FspMethod => ({
  ...method,
  schedule: { ...fsp.schedule, iterations: 9, rate: 1e-4, drops: [7] },
});
const { convention } = usualFspSettings;

const before: readonly (readonly [string, Method, Partial<Experiment>, string])[] = [
  ["none", { kind: "none" }, {}, "9b04fdc90bf7f79a81175d01de99a7eb78cb9bb3b1ee2aad696015bb4af1f344"],
  ["fsp", fsp, {}, "3a4b27194b423f706f34f1ca72d3cf2867890a5fbc56080f4eff6beb144dfda5"],
  [
    "fsp, the teacher's matrices kept",
    long(fsp),
    still,
    "8ee22ffbe67fe343ee5a4bd95a9be0dabfbc871da0ff6a03ec0c70c9171281e7",
  ],
  [
    "adapter",
    { ...fsp, remedy: { kind: "adapter" } },
    {},
    "5296b21ea795846e8e7df8cc08b2c643753f0a8882a7346cc02a10377fcd21a6",
  ],
  [
    "adapter, images that come again",
    long({ ...fsp, remedy: { kind: "adapter" } }),
    still,
    "60f6b0a7fe21e2ad19abcaec05ab514b3aaf742e90981d3555bc6ecc01d1ac52",
  ],
  [
    "assignment",
    long({ ...fsp, remedy: { kind: "assignment", reduction: "absolute-maximum", every: 2 } }),
    still,
    "2b88bd99dd7ed8e5420454da5f2873e76ffa51d32c26243cf054c73d5ccb4c3f",
  ],
  [
    "projection",
    long({ ...fsp, remedy: { kind: "projection" } }),
    still,
    "491d9da3054054b48745393ff913462248992aebb97352b1d0573569250be3a0",
  ],
  [
    "cka",
    long({ ...fsp, remedy: { kind: "cka" } }),
    still,
    "02c131b836fdcb16f587a4482e00ad9e9cbca9186aaefb467273cee5aedcec11",
  ],
  [
    "traces",
    long({ ...fsp, remedy: { kind: "traces" } }),
    still,
    "9685db7f0312ffa43c5b423cd30f669f8fc3ce9c65acd7c4dc3adf68a8de2c5e",
  ],
  [
    "cosine",
    long({ ...fsp, matrix: "cosine" }),
    still,
    "c38e4bd3fc76f03910a70874362559094e9cbe459b8509dade8dc7f16bdade06",
  ],
  [
    "column norms",
    long({ ...fsp, convention: { ...convention, reduction: "column-norms" } }),
    still,
    "df39a1fd574ff660f1b33169b3479c5672f772a2484f3f0fb64d37cad119d7cf",
  ],
  [
    "a family without routines",
    long(fsp),
    { ...still, ...mobile() },
    "ab540fa4d6e3ca5a4478678952a6deabd01ec7e8c6ca84e5b0792908d1217164",
  ],
];

function mobile(): Partial<Experiment> {
  const network = { kind: "mobilenet", depth: 14, width: 4 } as const;
  return { student: network, teacher: { ...recipe, network } };
}

await describeEachBackend(
  (kind) => {
    test.each(before)("%s", async (_name, method, change, hash) => {
      const reports = reportsIn(await ticksOf({ ...tinyExperiment, ...change, method }, 1, testParts(kind)));
      expect(resultIn(reports).weightsHash).toBe(hash);
    });
  },
  ["wasm"],
);
