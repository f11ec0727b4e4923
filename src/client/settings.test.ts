import { describe, expect, test } from "vitest";
import { canonicalJson, hashOf } from "../core/canonical.ts";
import { toDocument, toPlan } from "../core/document.ts";
import type { CustomSpec, FspMethod, Plan } from "../core/experiment.ts";
import { methodKinds, usualMethods } from "../core/methods/usual.ts";
import { presets } from "../core/presets.ts";
import { toCustom } from "../core/to-custom.ts";
import { storedData } from "../testing/stored-data.ts";
import { networkChanges } from "./network-settings.ts";
import {
  changedSettings,
  documentFor,
  isSetupOf,
  leadOf,
  planOf,
  settingsOf,
  setupOf,
  withChanges,
} from "./settings.ts";

const firstLook = toPlan(presets.get("first-look")!);
const smoke = presets.get("smoke")!;
const named = (plan: Plan, name: string) => plan.experiments.find((experiment) => experiment.name === name)!;

describe("withChanges", () => {
  test("without changes gives the plan itself", () => {
    expect(withChanges(firstLook, {})).toBe(firstLook);
    expect(withChanges(firstLook, { studentDepth: settingsOf(leadOf(firstLook)).studentDepth })).toBe(firstLook);
  });

  test("leaves every preset as it is, when one setting is changed and changed back by another name", () => {
    for (const document of presets.values()) {
      const plan = toPlan(document);
      const { batch } = settingsOf(leadOf(plan));
      const there = withChanges(plan, { batch: batch + 1 });
      expect(canonicalJson(withChanges(there, { batch }))).toBe(canonicalJson(plan));
    }
  });

  test("changes all experiments of a plan alike", () => {
    const plan = withChanges(firstLook, { studentDepth: 14, training: 5000, batch: 32 });
    for (const experiment of plan.experiments) {
      expect(experiment.student).toMatchObject({ depth: 14 });
      expect(experiment.data.training).toBe(5000);
      expect(experiment.batch).toBe(32);
    }
    expect(() => toDocument(plan)).not.toThrow();
  });

  test("keeps the plain student's total equal when either stage becomes longer", () => {
    const plan = withChanges(firstLook, { fspIterations: 100, taskIterations: 400 });
    expect(named(plan, "plain-equal-stage-2").task.iterations).toBe(400);
    expect(named(plan, "plain-equal-total").task.iterations).toBe(500);
    expect(named(plan, "fsp").task).toEqual(named(plan, "plain-equal-stage-2").task);
    expect(() => toDocument(plan)).not.toThrow();
  });

  test("with FSP in one stage the plain student's total is the task's alone, and in two again what it was", () => {
    const one = withChanges(firstLook, { method: "fsp-joint" });
    expect(leadOf(one).method).toMatchObject({ kind: "fsp-joint", lambda: usualMethods["fsp-joint"].lambda });
    expect(named(one, "plain-equal-total").task).toEqual(leadOf(one).task);
    expect(() => toDocument(one)).not.toThrow();
    expect(withChanges(firstLook, { method: "fsp" })).toBe(firstLook);
  });

  test("convention, matching and weights of pairs are settings as others, and undone they leave no trace", () => {
    const hand: FspMethod["matching"] = {
      kind: "hand",
      pairs: [
        { teacher: ["stem.relu", "section1.block2.relu2"], student: ["stem.relu", "section1.block1.relu2"] },
        { teacher: ["stem.relu", "section1.block1.relu2"], student: ["stem.relu", "section1.block1.relu1"] },
      ],
    };
    const changes = { reduction: "mean", pairing: "across", matching: hand, pairLambda: { "section1.2": 4 } } as const;
    const plan = withChanges(firstLook, changes);
    expect(() => toDocument(plan)).not.toThrow();
    expect(leadOf(plan).method).toMatchObject({
      convention: { pairs: "across", pool: "max", reduction: "mean" },
      matching: hand,
      pairLambda: { "section1.2": 4 },
    });
    expect(changedSettings(firstLook, changes)).toEqual(["reduction", "pairing", "matching", "pairLambda"]);
    expect(changedSettings(plan, { matching: structuredClone(hand), pairLambda: { "section1.2": 4 } })).toEqual([]);
    const { reduction, pairing, matching, pairLambda } = settingsOf(leadOf(firstLook));
    const back = withChanges(plan, { reduction, pairing, matching, pairLambda });
    expect(canonicalJson(back)).toBe(canonicalJson(firstLook));
  });

  test("a weight goes with its pair, and comes back with it", () => {
    const weights = { pairLambda: { section1: 2, section2: 4 } };
    const across = withChanges(firstLook, { ...weights, pairing: "across" });
    expect(leadOf(across).method).toMatchObject({ pairLambda: { section2: 4 } });
    expect(() => toDocument(across)).not.toThrow();
    expect(leadOf(withChanges(firstLook, weights)).method).toMatchObject(weights);
  });

  test("keeps what an experiment has of its own, because that is the comparison", () => {
    const [first, ...others] = firstLook.experiments;
    const own: Plan = { ...firstLook, experiments: [first!, { ...others[0]!, batch: 16 }] };
    const plan = withChanges(own, { batch: 32 });
    expect(plan.experiments.map(({ batch }) => batch)).toEqual([32, 16]);
  });

  test.each([1, 2, 3, 10])("makes drops that fit into %i iterations", (taskIterations) => {
    const plan = withChanges(firstLook, { taskIterations });
    expect(() => toDocument(plan)).not.toThrow();
  });

  test("takes another family with the nearest depth that it offers, and the width as it was", () => {
    const plan = withChanges(firstLook, { studentFamily: "vgg" });
    for (const { student } of plan.experiments)
      expect(student).toEqual({ kind: "vgg", depth: 9, width: 8, dropout: 0.5 });
    expect(() => toDocument(plan)).not.toThrow();
    const deeper = withChanges(firstLook, { studentFamily: "vgg", studentDepth: 15 });
    expect(leadOf(deeper).student).toMatchObject({ kind: "vgg", depth: 15 });
    expect(leadOf(withChanges(firstLook, { teacherFamily: "plain" })).teacher).toMatchObject({
      kind: "recipe",
      network: { kind: "plain", depth: 14, width: 8 },
    });
  });

  test("goes to a family and back to the network that was drawn in the document", () => {
    const block = {
      type: "conv",
      channels: 8,
      kernel: 3,
      stride: 1,
      norm: "batch",
      shortcut: "none",
      pool: "none",
      dropout: 0,
    } as const;
    const student: CustomSpec = { kind: "custom", stem: 8, sections: [{ blocks: [block, block] }] };
    const plan = toPlan({ ...leadOf(toPlan(smoke)), student, method: { kind: "none" } });
    expect(settingsOf(leadOf(plan)).studentFamily).toBe("custom");
    expect(leadOf(withChanges(plan, { batch: 8 })).student).toEqual(student);
    const away = withChanges(plan, { studentFamily: "mobilenet" });
    expect(leadOf(away).student).toEqual({ kind: "mobilenet", depth: 14, width: 8 });
    expect(leadOf(withChanges(plan, { studentFamily: "custom" })).student).toEqual(student);
  });

  test("draws a network in place of the lead's in every experiment that has the same, and of no other", () => {
    const { spec } = toCustom(leadOf(firstLook).student);
    const [first, ...others] = firstLook.experiments;
    const own = { kind: "resnet", depth: 14, width: 8 } as const;
    const plan: Plan = { ...firstLook, experiments: [first!, { ...others[0]!, student: own }, ...others.slice(1)] };
    const changes = networkChanges("student", spec);
    const drawn = withChanges(plan, changes);
    expect(drawn.experiments.map(({ student }) => student)).toEqual([spec, own, spec]);
    expect(changedSettings(plan, changes)).toEqual(["studentDrawn"]);
    expect(() => toDocument(drawn)).not.toThrow();
  });

  test("goes from a drawing to a family and back, and says which of them is set up", () => {
    const before = leadOf(firstLook).student;
    const { spec } = toCustom(before);
    const drawn = networkChanges("student", spec);
    const away = { ...drawn, ...networkChanges("student", before) };
    expect(canonicalJson(withChanges(firstLook, away))).toBe(canonicalJson(firstLook));
    expect(changedSettings(firstLook, away)).toEqual([]);
    expect(leadOf(withChanges(firstLook, { ...away, studentFamily: "custom" })).student).toEqual(spec);
    expect(changedSettings(firstLook, { studentDepth: 14, ...drawn })).toEqual(["studentDrawn"]);
  });

  test("trains a drawn teacher here, and takes the shipped one again when it is undone", () => {
    const lead = leadOf(firstLook);
    expect(lead.teacher.kind).toBe("shipped");
    const drawn = networkChanges("teacher", toCustom(lead.teacher.network).spec);
    expect(leadOf(withChanges(firstLook, drawn)).teacher).toMatchObject({
      kind: "recipe",
      network: { kind: "custom" },
    });
    const undone = { ...drawn, ...networkChanges("teacher", lead.teacher.network) };
    expect(leadOf(withChanges(firstLook, undone)).teacher).toEqual(lead.teacher);
  });

  test("gives FSP to a lone plain experiment, and takes it away", () => {
    const plan = withChanges(toPlan(smoke), { method: "none" });
    expect(plan.experiments[0]!.method).toEqual({ kind: "none" });
    expect(withChanges(plan, { method: "fsp", lambda: 3 }).experiments[0]!.method).toMatchObject({
      kind: "fsp",
      lambda: 3,
    });
  });

  test("gives a lone experiment any method, with its usual settings and with others, and takes it away again", async () => {
    const plan = toPlan(smoke);
    for (const method of methodKinds) {
      const given = withChanges(plan, { method });
      expect(() => toDocument(given)).not.toThrow();
      expect(leadOf(given).method.kind).toBe(method);
      expect(await hashOf(withChanges(given, { method: "fsp" }))).toEqual(expect.any(String));
      expect(changedSettings(plan, { method })).toEqual(method === "fsp" ? [] : ["method"]);
    }
    const { kd, fitnets, sp } = usualMethods;
    expect(leadOf(withChanges(plan, { method: "kd", temperature: 8 })).method).toEqual({ ...kd, temperature: 8 });
    expect(leadOf(withChanges(plan, { method: "sp", layers: "all" })).method).toEqual({ ...sp, layers: "all" });
    expect(leadOf(withChanges(plan, { method: "fitnets", layers: "all" })).method).toEqual({
      ...fitnets,
      layers: "all",
    });
    expect(leadOf(withChanges(plan, { method: "fitnets", fspRate: 0.01 })).method).toMatchObject({
      schedule: { ...fitnets.schedule, rate: 0.01 },
    });
    expect(withChanges(plan, { method: "kd", lambda: 1 }).experiments).toEqual(
      withChanges(plan, { method: "kd" }).experiments,
    );
  });

  test("keeps how matrices are compared from one method of FSP to another", () => {
    const plan = withChanges(toPlan(smoke), { remedy: "cka", firstTap: "first-layer", shuffled: true });
    for (const method of ["fsp-kd", "fsp-joint"] as const)
      expect(leadOf(withChanges(plan, { method })).method).toMatchObject({
        kind: method,
        firstTap: "first-layer",
        remedy: { kind: "cka" },
        shuffled: true,
      });
    expect(leadOf(withChanges(plan, { method: "fsp-kd" })).method).toMatchObject({ schedule: { iterations: 30 } });
    expect(leadOf(withChanges(withChanges(plan, { method: "kd" }), { method: "fsp" })).method).not.toHaveProperty(
      "remedy",
    );
  });

  test("counts no setting that the method lacks", () => {
    expect(changedSettings(toPlan(smoke), { temperature: 2 })).toEqual([]);
    expect(changedSettings(toPlan(smoke), { method: "kd", temperature: 2 })).toEqual(["method", "temperature"]);
  });

  test("mends unequal widths by a remedy, and without one is the experiment that it was, to its hash", async () => {
    const narrow = withChanges(toPlan(smoke), { studentWidth: 4, teacherWidth: 8 });
    expect(() => toDocument(narrow)).toThrow(/differ in size/);
    const mended = withChanges(narrow, { remedy: "assignment" });
    const kept = { kind: "assignment", reduction: "absolute-maximum", every: 50 } as const;
    expect(toDocument(mended)).toMatchObject({ experiments: [{ method: { remedy: kept } }] });
    expect(await hashOf(withChanges(mended, { remedy: "none" }))).toBe(await hashOf(narrow));
    const [own] = mended.experiments;
    const mean = { ...kept, reduction: "mean" } as const;
    const plan: Plan = {
      ...mended,
      experiments: [{ ...own!, method: { ...(own!.method as FspMethod), remedy: mean } }],
    };
    expect(leadOf(withChanges(plan, { lambda: 3 })).method).toMatchObject({ lambda: 3, remedy: mean });
  });

  test("goes to other images and back to the stored set that the document brought", () => {
    const plan = toPlan({ ...leadOf(toPlan(smoke)), data: storedData });
    expect(withChanges(plan, { dataKind: "shapes" }).experiments[0]!.data).toMatchObject({ kind: "shapes" });
    expect(withChanges(plan, { dataKind: "stored", training: 32 }).experiments[0]!.data).toEqual({
      ...storedData,
      training: 32,
    });
    expect(withChanges(plan, { batch: 8 }).experiments[0]!.data).toEqual(storedData);
  });

  test("a set of images that was chosen becomes every experiment's, and back", () => {
    const lead = leadOf(firstLook);
    const chosen = { dataKind: "stored", stored: storedData, training: 60, validation: 12, test: 14 } as const;
    const next = withChanges(firstLook, chosen);
    const expected = { ...storedData, training: 60, validation: 12, test: 14 };
    expect(next.experiments.map(({ data }) => data)).toEqual(firstLook.experiments.map(() => expected));
    expect(changedSettings(next, { stored: { ...expected } })).toEqual([]);
    const other = { ...storedData, sha256: "f".repeat(64) };
    expect(leadOf(withChanges(next, { stored: other })).data).toMatchObject({ sha256: other.sha256, training: 60 });
    expect(leadOf(withChanges(next, { ...settingsOf(lead), stored: null })).data).toEqual(lead.data);
  });

  test("a shipped teacher is of the images that it learnt from, and of no others", () => {
    const lead = leadOf(firstLook);
    const teacher = { kind: "shipped" as const, name: "t", sha256: "0".repeat(64), network: lead.teacher.network };
    const plan: Plan = { ...firstLook, experiments: [{ ...lead, data: storedData, teacher }] };
    expect(leadOf(withChanges(plan, { lambda: 2 })).teacher).toEqual(teacher);
    const other = { ...storedData, sha256: "f".repeat(64) };
    expect(leadOf(withChanges(plan, { stored: other })).teacher.kind).toBe("recipe");
  });

  test("trains a teacher here when the one that ships does not fit any more", () => {
    const lead = leadOf(firstLook);
    const teacher = { kind: "shipped" as const, name: "t", sha256: "0".repeat(64), network: lead.teacher.network };
    const plan: Plan = { ...firstLook, experiments: [{ ...lead, teacher }] };
    expect(withChanges(plan, { lambda: 2 }).experiments[0]!.teacher).toEqual(teacher);
    expect(withChanges(plan, { teacherDepth: 20 }).experiments[0]!.teacher).toMatchObject({
      kind: "recipe",
      network: { depth: 20 },
    });
    expect(withChanges(plan, { dataKind: "shapes" }).experiments[0]!.teacher.kind).toBe("recipe");
  });
});

describe("a set-up", () => {
  test("counts the settings that differ from what it began as", () => {
    expect(changedSettings(firstLook, { lambda: 2, batch: leadOf(firstLook).batch })).toEqual(["lambda"]);
  });

  test("of a lone experiment stays one in its link, until it has a seed of its own", () => {
    const setup = setupOf(smoke);
    expect(documentFor(setup)).toEqual(smoke);
    expect(documentFor({ ...setup, seeds: [7] })).toMatchObject({ kind: "plan", seeds: [7] });
    expect(isSetupOf(setup, smoke)).toBe(true);
    expect(isSetupOf({ ...setup, changes: { lambda: 2 } }, smoke)).toBe(false);
  });

  test("leaves out experiments, and the baseline with them", () => {
    const plan = planOf({ ...setupOf(firstLook), leftOut: [firstLook.baseline!] });
    expect(plan.experiments).toHaveLength(firstLook.experiments.length - 1);
    expect(plan.baseline).toBeNull();
    expect(() => toDocument(plan)).not.toThrow();
  });
});
