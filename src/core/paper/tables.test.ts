import { describe, expect, test } from "vitest";
import { studentNetwork, teacherNetwork } from "../build-network.ts";
import { toDocument, toPlan } from "../document.ts";
import type { Data, Experiment, Plan, TeacherRecipe } from "../experiment.ts";
import { stageOneIterations, stageOneOf } from "../methods/facts.ts";
import { storedData } from "../../testing/stored-data.ts";
import { paperTableOf } from "./figures.ts";
import { paperTables, setToGive } from "./presets.ts";
import { scheduleOf } from "./size.ts";

const withData = (plan: Plan, data: Data): Plan => ({
  ...plan,
  experiments: plan.experiments.map((experiment) => ({ ...experiment, data })),
});
/** Where they are to be given. */
const withImages = (plan: Plan): Plan =>
  setToGive(plan) === null ? plan : withData(plan, { ...storedData, classes: 100 });
const planOf = (name: string): Plan => paperTables.get(name)!;
const rowOf = (plan: Plan, name: string): Experiment => plan.experiments.find((one) => one.name === name)!;
/** The plan may learn from images that are still to be given. */
const tableOf = (plan: Plan) => paperTableOf(withImages(plan))!;
const numbers = [1, 2, 3, 4, 5] as const;
const layersIn = ({ nodes }: ReturnType<typeof studentNetwork>) =>
  nodes.filter(({ name, op }) => op === "dense" || (op === "conv" && !name.includes("shortcut"))).length;

describe.each(numbers)("table %i", (number) => {
  const [full, small] = [planOf(`paper-table-${number}`), planOf(`paper-table-${number}-small`)];
  const { rows } = tableOf(full);

  test("has an experiment for each of the paper's rows, in full and in small", () => {
    for (const plan of [full, small]) for (const { experiment } of rows) expect(rowOf(plan, experiment)).toBeDefined();
    expect(full.experiments.map(({ name }) => name)).toEqual(small.experiments.map(({ name }) => name));
  });

  test("has the means that its networks have", () => {
    for (const { nets, accuracy } of rows)
      expect(nets.reduce((sum, value) => sum + value, 0) / nets.length).toBeCloseTo(accuracy, 1);
  });

  test("is the same in small, each stage shortened in one proportion", () => {
    const share = small.experiments[0]!.task.iterations / full.experiments[0]!.task.iterations;
    for (const experiment of full.experiments) {
      const other = rowOf(small, experiment.name);
      const schedules = (of: Experiment) => [of.task, stageOneOf(of.method), (of.teacher as TeacherRecipe).schedule];
      for (const [index, schedule] of schedules(experiment).entries()) {
        const shortened = schedules(other)[index];
        expect(shortened?.rate).toBe(schedule?.rate);
        if (schedule) expect(shortened!.iterations / schedule.iterations).toBeCloseTo(share, 3);
        expect(shortened?.drops.length).toBe(schedule?.drops.length);
      }
    }
  });
});

test.each([1, 2])("table %i counts the iterations that its experiments have, for three networks", (number) => {
  const plan = planOf(`paper-table-${number}`);
  const { rows } = tableOf(plan);
  for (const { experiment, iterations } of rows) {
    const { task, method } = rowOf(plan, experiment);
    const one = stageOneIterations(method);
    // There stage 1 is done once for all three, but for the shuffled matrices, which each learns in another order.
    const stagesOne = experiment === "fsp-shuffled" ? 3 : 1;
    expect(stagesOne * one + 3 * task.iterations).toBe(iterations);
  }
});

const longer = /-(\d\d)k$/;

test.each([...paperTables.keys()])("%s has plain networks with as many iterations as FSP and FitNet in all", (name) => {
  const plan = planOf(name);
  const total = ({ task, method }: Experiment) => stageOneIterations(method) + task.iterations;
  const plain = plan.experiments.filter(({ method }) => method.kind === "none").map(total);
  for (const { method, ...rest } of plan.experiments)
    if (stageOneIterations(method) > 0) expect(plain).toContain(total({ method, ...rest }));
});

test("a network named after its thousands of iterations has as many", () => {
  const full = [...paperTables.values()].filter(({ name }) => /^paper-table-\d$/.test(name));
  const named = full.flatMap(({ experiments }) => experiments).filter(({ name }) => longer.test(name));
  expect(named.length).toBeGreaterThan(10);
  for (const { name, task } of named) expect(task.iterations).toBe(1000 * Number(longer.exec(name)![1]));
});

test("the paper's schedules stand in full", () => {
  expect(scheduleOf({ share: 1 }, "whole")).toMatchObject({ iterations: 64_000, rate: 0.1, drops: [32_000, 48_000] });
  expect(scheduleOf({ share: 1 / 64 }, "whole")).toMatchObject({ iterations: 1000, rate: 0.1, drops: [500, 750] });
  const { method, augment } = rowOf(planOf("paper-table-2"), "fsp");
  expect(stageOneOf(method)).toMatchObject({ iterations: 32_000, rate: 0.001, drops: [16_000, 24_000], decay: 1e-4 });
  expect(augment).toEqual({ crop: false, flip: false });
  expect(rowOf(planOf("paper-table-1"), "fsp").augment).toEqual({ crop: true, flip: false });
});

test.each([
  ["paper-table-1", 26, 26],
  ["paper-table-2", 32, 32],
  ["paper-table-3", 26, 8],
  ["paper-table-4", 32, 14],
  ["paper-table-5", 34, 20],
])("%s has a teacher of %i layers and a student of %i", (name, teacher, student) => {
  const fsp = rowOf(planOf(name), "fsp");
  expect([layersIn(teacherNetwork(fsp)), layersIn(studentNetwork(fsp))]).toEqual([teacher, student]);
});

test("only what the lab cannot know by its hash is to be given", () => {
  const all = [...paperTables.keys()].filter((name) => setToGive(planOf(name)) !== null);
  expect(all).toEqual(["paper-table-2-small", "paper-table-4-small", "paper-table-2", "paper-table-4"]);
});

test("where the images are still to be given, no figure of the paper is beside what others gave", () => {
  for (const name of ["paper-table-2", "paper-table-4-small"]) {
    const plan = planOf(name);
    expect(paperTableOf(plan)).toBeNull();
    expect(setToGive(withImages(plan))).toBeNull();
    expect(paperTableOf(withImages(plan))).not.toBeNull();
  }
});

test.each([...paperTables.keys()].filter((name) => name.startsWith("paper-table")))(
  "no figure of the paper is beside what %s gave with other images",
  (name) => {
    const plan = withImages(planOf(name));
    const read = toPlan(toDocument(JSON.parse(JSON.stringify(plan))));
    expect(paperTableOf(read)).not.toBeNull();
    for (const data of [storedData, { kind: "fashion-mnist", training: 60, validation: 10, test: 10 } as const]) {
      const other = withData(plan, data);
      expect(paperTableOf(other)).toBeNull();
      expect(setToGive(other)).toBeNull();
    }
  },
);

test("where the images are to be given is known after reading too", () => {
  for (const name of ["paper-table-2", "paper-table-4-small"])
    expect(setToGive(toPlan(toDocument(JSON.parse(JSON.stringify(planOf(name))))))).toBe("CIFAR-100");
});

describe.each(["paper-table-5", "paper-table-5-small", "transfer-few-images", "transfer-other-set"])("%s", (name) => {
  const plan = planOf(name);
  const recipe = (row: string) => rowOf(plan, row).teacher as TeacherRecipe;

  test("teaches by a teacher that goes on from the source to the student's own images", () => {
    for (const row of ["fitnet", "fsp"]) expect(recipe(row)).toMatchObject({ data: null, before: recipe(row).before });
    expect(recipe("fsp").before?.data).toEqual(recipe("fsp-teacher-of-source").data);
    expect(rowOf(plan, "teacher-fine-tuned").student).toEqual(recipe("fsp").network);
  });

  test("has few images of each class, as many of each", () => {
    const { data } = rowOf(plan, "fsp");
    expect(data).toMatchObject({ subset: { balanced: true } });
    expect(data.training).toBeLessThanOrEqual(120);
  });
});

test("no class is in both tasks of table 5 in small", () => {
  const { data, teacher } = rowOf(planOf("paper-table-5-small"), "fsp");
  const of = (one: Experiment["data"]) => (one.kind === "fashion-mnist" ? (one.subset?.classes ?? []) : []);
  const both = [...of(data), ...of((teacher as TeacherRecipe).before!.data)];
  expect(both.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
