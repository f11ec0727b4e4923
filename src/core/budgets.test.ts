import { expect, test } from "vitest";
import { plainWithEqualStage2, plainWithEqualTotal } from "./budgets.ts";
import { defaultExperiment } from "./defaults.ts";
import { stageOneIterations } from "./methods/facts.ts";

const { task } = defaultExperiment;

test("equal stage 2 has the experiment's own schedule, equal total its iterations with those of stage 1", () => {
  const short = plainWithEqualStage2(defaultExperiment, "short");
  expect(short).toEqual({ ...defaultExperiment, name: "short", method: { kind: "none" } });
  const long = plainWithEqualTotal(defaultExperiment, "long");
  expect(long.task).toEqual({ ...task, iterations: 500, drops: [262, 382] });
  expect(stageOneIterations(long.method) + long.task.iterations).toBe(
    stageOneIterations(defaultExperiment.method) + defaultExperiment.task.iterations,
  );
});

test("beside an experiment without a stage 1 both are the same", () => {
  const plain = plainWithEqualStage2(defaultExperiment, "plain");
  expect(plainWithEqualTotal(plain, "plain")).toEqual(plain);
});
