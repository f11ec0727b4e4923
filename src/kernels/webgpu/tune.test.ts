import { expect, test } from "vitest";
import { expectDefinition } from "../../testing/machines.ts";
import { noise } from "../../testing/numbers.ts";
import { describeWebgpu, openWebgpuMachineWith, testDevice } from "../../testing/webgpu-machine.ts";
import type { Convolution } from "../convolution/variants.ts";
import { callOf, shapeOf } from "../convolution/variants.ts";
import { variantCount } from "../convolution/webgpu.ts";
import type { Prepare } from "./tune.ts";
import { budgetMs, trialsOn, tunedTable } from "./tune.ts";

function convolutionOf(op: Convolution["op"], batch: number): Convolution {
  const window = { input: [8, 8, 16], output: [8, 8, 16], kernel: [3, 3], strides: [1, 1], pad: [1, 1] } as const;
  return { op, batch, window };
}

const some = [convolutionOf("conv", 16), convolutionOf("convInputGrad", 16), convolutionOf("convFilterGrad", 16)];

/** A clock that only trials move, and what they did. */
function clockWith(millisecondsOf: (convolution: Convolution, variant: number, run: number) => number) {
  let [time, runs, alive] = [0, 0, 0];
  const prepare: Prepare = async (convolution, variant) => {
    alive++;
    let own = 0;
    return {
      run: async () => {
        runs++;
        time += millisecondsOf(convolution, variant, own++);
      },
      dispose: () => void alive--,
    };
  };
  return { prepare, now: () => time, runs: () => runs, alive: () => alive };
}

test("each convolution has two to six variants", () => {
  for (const given of some) {
    expect(variantCount(given)).toBeGreaterThanOrEqual(2);
    expect(variantCount(given)).toBeLessThanOrEqual(6);
  }
});

test.each([0, 1, 2])("variant %i wins where it is the fastest, whatever its first run takes", async (best) => {
  const clock = clockWith((_, variant, run) => (run === 0 ? 20 - variant : variant === best ? 1 : 2 + (run % 2)));
  const given = some.filter((convolution) => variantCount(convolution) > best);
  const table = await tunedTable(given, {}, clock.prepare, clock.now);
  expect(table).toEqual(Object.fromEntries(given.map((convolution) => [shapeOf(convolution), best])));
  expect(clock.alive()).toBe(0);
});

test("what is known is not timed, unless there is no such variant", async () => {
  const clock = clockWith(() => 1);
  const [one, two, three] = some as [Convolution, Convolution, Convolution];
  const known = { [shapeOf(one)]: 1, [shapeOf(two)]: 99, other: 1 };
  const table = await tunedTable(some, known, clock.prepare, clock.now);
  expect(table).toEqual({ [shapeOf(one)]: 1, [shapeOf(two)]: 0, [shapeOf(three)]: 0 });
  expect(clock.runs()).toBe(4 * (variantCount(two) + variantCount(three)));
  const again = clockWith(() => 1);
  expect(await tunedTable(some, table, again.prepare, again.now)).toEqual(table);
  expect(again.runs()).toBe(0);
});

test("when the time is up the rest keeps what its shape suggests", async () => {
  // Later variants are faster; the first convolution takes most of the time, and the second is broken off.
  const clock = clockWith((_, variant) => budgetMs / 20 - variant);
  const table = await tunedTable(some, {}, clock.prepare, clock.now);
  expect(Object.values(table)).toEqual([variantCount(some[0]!) - 1, 0, 0]);
  expect(clock.now()).toBeLessThan(budgetMs * 1.1);
  expect(clock.alive()).toBe(0);
});

await describeWebgpu("tuning on webgpu", () => {
  test("times real kernels, and machines then compute by the table", async () => {
    const host = await testDevice();
    const given = some.map((convolution) => ({ ...convolution, batch: 1 }));
    const table = await tunedTable(given, {}, trialsOn(host), () => performance.now());
    expect(Object.keys(table)).toEqual(given.map(shapeOf));
    for (const convolution of given) {
      const { call, buffers: lengths } = callOf(convolution);
      const buffers = lengths.map((length, index) => noise(length, index + 1));
      await expectDefinition(openWebgpuMachineWith(table), { batch: 1, calls: [call], buffers }, 2e-6);
    }
  });
});
