import { beforeEach, expect, test } from "vitest";
import { hashOf } from "../core/canonical.ts";
import { toPlan } from "../core/document.ts";
import type { VariantTable } from "../kernels/convolution/variants.ts";
import { shapeOf } from "../kernels/convolution/variants.ts";
import { tinyExperiment } from "../testing/lab-parts.ts";
import type { Backend } from "./backend.ts";
import { environmentOf } from "./environment.ts";
import type { VariantMemory } from "./variant-choice.ts";
import { chooseVariants } from "./variant-choice.ts";

const plan = toPlan(tinyExperiment);

let kept: string | null = null;
let writes = 0;
beforeEach(() => {
  [kept, writes] = [null, 0];
});
const memory: VariantMemory = {
  read: async () => kept,
  write: async (text) => {
    kept = text;
    writes++;
  },
};

/** Chooses `variant` for all that is not known, and notes what it was told. */
function backendWith(variant: number, adapter = "a GPU"): Backend & { told: VariantTable[]; shapes: string[] } {
  const told: VariantTable[] = [];
  const shapes: string[] = [];
  return {
    kind: "webgpu",
    engine: "fast",
    adapter,
    software: false,
    threads: null,
    check: () => {},
    causeOf: (error) => Promise.resolve(error),
    settle: () => Promise.resolve(),
    openMachine: null,
    close: () => {},
    told,
    shapes,
    tune: async (convolutions, known) => {
      told.push(known);
      shapes.push(...convolutions.map(shapeOf));
      return Object.fromEntries(convolutions.map((one) => [shapeOf(one), known[shapeOf(one)] ?? variant]));
    },
  };
}

const choose = (backend: Backend) => chooseVariants(plan, backend, memory, () => 0);

test("what was chosen once is chosen again, and its hash stands in the environment", async () => {
  const first = backendWith(1);
  const hash = await choose(first);
  expect(first.told).toEqual([{}]);
  expect(first.shapes.some((shape) => shape.startsWith("convFilterGrad 8 32x32x3 "))).toBe(true);
  expect(hash).toBe(await hashOf(Object.fromEntries(first.shapes.map((shape) => [shape, 1]))));
  expect(environmentOf(first, hash).variants).toBe(hash);
  // It would choose otherwise now.
  expect(await choose(backendWith(2))).toBe(hash);
  expect(writes).toBe(1);
});

test("another adapter has a table of its own, and leaves the first one's alone", async () => {
  const hash = await choose(backendWith(1));
  const other = backendWith(2, "another GPU");
  expect(await choose(other)).not.toBe(hash);
  expect(other.told).toEqual([{}]);
  expect(await choose(backendWith(0))).toBe(hash);
});

test("the teacher's convolutions are chosen too, at its own batch and beside the student", async () => {
  const { teacher } = tinyExperiment;
  if (teacher.kind !== "recipe") throw new Error("the tiny experiment trains its teacher");
  const backend = backendWith(1);
  await chooseVariants(toPlan({ ...tinyExperiment, teacher: { ...teacher, batch: 4 } }), backend, memory, () => 0);
  const of = (batch: number) => backend.shapes.filter((shape) => shape.split(" ")[1] === String(batch));
  expect(new Set(of(4).map((shape) => shape.split(" ")[0]))).toEqual(
    new Set(["conv", "convInputGrad", "convFilterGrad"]),
  );
  expect(of(8).length).toBeGreaterThan(0);
});

test.each(["", "{", "null", "[1]", '{"a GPU v1 x": "1"}', '{"a GPU v1 x": -1}', '{"a GPU v1 x": 0.5}', '"text"'])(
  "a remembered table that is damaged, %j, is ignored and mended",
  async (text) => {
    kept = text;
    const backend = backendWith(1);
    const hash = await choose(backend);
    expect(backend.told).toEqual([{}]);
    expect(await choose(backendWith(2))).toBe(hash);
  },
);

test("where there is nothing to choose nothing is remembered, and the environment is as it was", async () => {
  const backend = { ...backendWith(1), tune: null };
  expect(await choose(backend)).toBeNull();
  expect(writes).toBe(0);
  expect("variants" in environmentOf(backend, null)).toBe(false);
});
