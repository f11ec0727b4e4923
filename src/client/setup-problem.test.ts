import { expect, test } from "vitest";
import { usualBlock } from "../core/custom-blocks.ts";
import { toPlan } from "../core/document.ts";
import type { CustomSpec } from "../core/experiment.ts";
import { paperTables } from "../core/paper/presets.ts";
import { presets } from "../core/presets.ts";
import { networkChanges } from "./network-settings.ts";
import { storedData } from "../testing/stored-data.ts";
import { narrowerFor, networkMend, setupProblemOf, smallerBatchFor } from "./setup-problem.ts";
import { setupOf } from "./settings.ts";

const plan = toPlan(presets.get("first-look")!);
const setup = setupOf(plan);

test("a preset has no problem", () => expect(setupProblemOf(setup)).toBeNull());

test("a changed setting that breaks its rule is named as on screen", () => {
  expect(setupProblemOf({ ...setup, changes: { training: 3 } })).toMatchObject({
    problem: { code: "setting", path: "data.training", rule: { least: 16, most: 60_000 } },
    experiment: null,
  });
});

test("a problem of an experiment whose settings are not on screen names it", () => {
  const [lead, plain] = plan.experiments;
  const wide = { ...plain!, student: { kind: "resnet", depth: 32, width: 64 } as const, batch: 1024 };
  expect(setupProblemOf(setupOf({ ...plan, experiments: [lead!, wide] }))).toMatchObject({
    problem: { code: "memory" },
    experiment: "plain-equal-stage-2",
  });
});

test.each(["paper-table-2", "paper-table-4-small"])("%s trains on no other set than its own", (name) => {
  const table = setupOf(paperTables.get(name)!);
  expect(setupProblemOf(table)).toEqual({ problem: { code: "data-to-give", set: "CIFAR-100" }, experiment: null });
  expect(setupProblemOf({ ...table, changes: { dataKind: "stored", stored: storedData } })).toBeNull();
});

test("a problem of the plan is of no experiment", () => {
  expect(setupProblemOf({ ...setup, seeds: [1, 1] })).toMatchObject({
    problem: { code: "document" },
    experiment: null,
  });
});

test("what does not fit into memory comes with the largest batch that does", () => {
  const [lead] = plan.experiments;
  const wide = setupOf({
    ...plan,
    experiments: [{ ...lead!, student: { kind: "resnet", depth: 32, width: 64 }, batch: 1024 }],
  });
  const batch = smallerBatchFor(wide)!;
  expect([512, 256, 128, 64]).toContain(batch);
  expect(setupProblemOf({ ...wide, changes: { batch } })?.problem.code).not.toBe("memory");
  expect(setupProblemOf({ ...wide, changes: { batch: 2 * batch } })?.problem.code).toBe("memory");
  expect(smallerBatchFor(setup), "what fits needs none").toBeNull();
});

test("where no batch fits, a network of fewer channels is offered", () => {
  const [lead] = plan.experiments;
  const blocks = Array.from({ length: 8 }, () => ({ ...usualBlock, channels: 1024 }));
  const student: CustomSpec = { kind: "custom", stem: 1024, sections: [{ blocks }, { blocks }, { blocks }] };
  const wide = setupOf({ ...plan, experiments: [{ ...lead!, student, method: { kind: "none" } }] });
  expect(setupProblemOf(wide)?.problem.code).toBe("memory");
  expect(smallerBatchFor(wide)).toBeNull();
  expect(setupProblemOf({ ...wide, changes: narrowerFor(wide)! })?.problem.code).not.toBe("memory");
  expect(narrowerFor(setup), "what fits needs none").toBeNull();
});

test("the faults of a drawn network are mended at once, whosever it is", () => {
  const empty: CustomSpec = { kind: "custom", stem: 8, sections: [{ blocks: [] }, { blocks: [] }, { blocks: [] }] };
  for (const whose of ["teacher", "student"] as const) {
    const faulty = { ...setup, changes: networkChanges(whose, empty) };
    expect(setupProblemOf(faulty)?.problem).toMatchObject({ code: "network", whose });
    const mended = { ...faulty, changes: { ...faulty.changes, ...networkMend(faulty) } };
    expect(setupProblemOf(mended)?.problem.code).not.toBe("network");
  }
  expect(networkMend(setup)).toBeNull();
});
