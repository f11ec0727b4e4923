import { describe, expect, test } from "vitest";
import { defaultExperiment } from "./defaults.ts";
import { toDocument, toPlan } from "./document.ts";
import type { Document, Plan, Schedule } from "./experiment.ts";
import { documentOf, linkOf } from "./link.ts";
import { presets } from "./presets.ts";
import type { Report, RunKey } from "./report.ts";
import { rateAt } from "./schedule.ts";
import { isSameUntil, nameBefore, rateChanges, reportsUntil, slowedFrom, slower } from "./slower.ts";

const shipped = toPlan(presets.get("first-look")!);
const { teacher } = defaultExperiment;
const firstLook: Plan = { ...shipped, experiments: shipped.experiments.map((each) => ({ ...each, teacher })) };
const [lead] = firstLook.experiments;
const fsp = { experiment: lead!.name, seed: firstLook.seeds[0]! };
const base: Schedule = { iterations: 100, rate: 0.1, drops: [], factor: 1, momentum: 0.9, decay: 0 };

describe("slowedFrom", () => {
  test.each<[string, Schedule, number]>([
    ["without drops", base, 30],
    ["before a drop", { ...base, drops: [50], factor: 0.1 }, 30],
    ["behind a drop", { ...base, drops: [50, 80], factor: 0.5 }, 60],
  ])("has the same rates up to there and a smaller one from there on, %s", (_, schedule, done) => {
    const slow = slowedFrom(schedule, done)!;
    for (let at = 0; at < done; at++) expect(rateAt(slow, at)).toBe(rateAt(schedule, at));
    for (let at = done; at < 100; at++) expect(rateAt(slow, at)).toBeLessThan(rateAt(schedule, at));
  });

  test("from the beginning it is a smaller rate all through, as one writes it", () => {
    expect(slowedFrom({ ...base, drops: [50], factor: 0.5 }, 0)).toEqual({
      ...base,
      rate: 0.01,
      drops: [50],
      factor: 0.5,
    });
  });

  test.each<[string, Schedule, number]>([
    ["a drop is there already", { ...base, drops: [30], factor: 0.1 }, 30],
    ["a drop changes nothing", { ...base, drops: [50], factor: 1 }, 30],
    ["a drop is to nothing", { ...base, drops: [50], factor: 0 }, 30],
    ["no iteration is left", base, 100],
  ])("cannot be said where %s", (_, schedule, done) => expect(slowedFrom(schedule, done)).toBeNull());
});

describe("slower", () => {
  test("is a document of its own, that a link holds, and one whose runs are the same up to there", async () => {
    for (const stage of [0, 1, 2] as const) {
      const { document, run, was, now, goesOn } = slower(firstLook, fsp, stage, 7);
      expect(toDocument(document)).toEqual(document);
      expect(await documentOf(await linkOf(document))).toEqual(document);
      const after = (document as Plan).experiments.find(({ name }) => name === run.experiment)!;
      expect(run.experiment).toBe(`${fsp.experiment}-slower`);
      expect(isSameUntil(lead!, after, stage, 7)).toBe(true);
      expect(isSameUntil(lead!, after, stage, 8)).toBe(false);
      expect(goesOn).toBe(true);
      expect(now).toBeCloseTo(was / 10, 12);
    }
  });

  test("of a student changes its own experiment alone, of a shared teacher all who learn from it", () => {
    const namesOf = (stage: 0 | 2) =>
      toPlan(slower(firstLook, fsp, stage, 7).document).experiments.map(({ name }) => name);
    const names = firstLook.experiments.map(({ name }) => name);
    expect(namesOf(2)).toEqual([`${fsp.experiment}-slower`, ...names.slice(1)]);
    expect(namesOf(0)).toEqual(names.map((name) => `${name}-slower`));
    expect(toPlan(slower(firstLook, fsp, 0, 7).document).baseline).toBe(`${firstLook.baseline}-slower`);
  });

  test("begins anew where a run of the changed experiment comes before", () => {
    const seeds = { ...firstLook, seeds: [1, 2] };
    expect(slower(seeds, { ...fsp, seed: 1 }, 2, 7).goesOn).toBe(true);
    expect(slower(seeds, { ...fsp, seed: 2 }, 2, 7).goesOn).toBe(false);
  });

  test("once more counts on, and where a drop cannot say it the rate is smaller from the beginning", () => {
    const once = slower(lead!, { ...fsp, seed: 1 }, 2, 7);
    const again = slower(once.document, once.run, 2, 7);
    expect(again.run.experiment).toBe(`${fsp.experiment}-slower-2`);
    expect(again.goesOn).toBe(false);
    expect(again.now).toBeLessThan(once.now);
  });

  test("again and again never has a name twice", () => {
    const names = [lead!.name];
    let [document, run]: [Document, RunKey] = [lead!, { ...fsp, seed: 1 }];
    for (let times = 1; times < 5; times++) {
      ({ document, run } = slower(document, run, 2, times));
      expect(nameBefore(run.experiment)).toBe(names.at(-1));
      names.push(run.experiment);
    }
    expect(new Set(names).size).toBe(5);
    expect(names.at(-1)).toBe(`${lead!.name}-slower-4`);
    expect(nameBefore(lead!.name)).toBeNull();
  });

  test("tells from which iteration of which stage on the rate is another", () => {
    const of = (stage: 0 | 1 | 2, done: number) =>
      toPlan(slower(lead!, { ...fsp, seed: 1 }, stage, done).document).experiments[0]!;
    for (const stage of [0, 1, 2] as const)
      for (const done of [0, 7]) {
        const [change, ...others] = rateChanges(lead!, of(stage, done));
        expect([change, others]).toMatchObject([{ stage, done }, []]);
        expect(change!.now).toBeLessThan(change!.was);
      }
    expect(rateChanges(lead!, lead!)).toEqual([]);
  });
});

test("reports are cut where a run that goes on tells on", () => {
  const step = (stage: 1 | 2, n: number) => ({ type: "step", stage, step: n }) as Report;
  const begins = (stage: 0 | 1 | 2): Report => ({ type: "stage", stage, iterations: 2 });
  const reports = [begins(1), step(1, 1), step(1, 2), begins(2), step(2, 1)];
  expect(reportsUntil(reports, 1, 1)).toEqual(reports.slice(0, 2));
  expect(reportsUntil(reports, 1, 0)).toEqual([]);
  expect(reportsUntil(reports, 2, 0)).toEqual(reports.slice(0, 3));
  expect(reportsUntil(reports, 2, 5)).toEqual(reports);
  expect(reportsUntil([begins(0)], 0, 0)).toEqual([begins(0)]);
});
