import { describe, expect, test } from "vitest";
import { usualFspSettings } from "./fsp-settings.ts";
import { resnet } from "./families/resnet.ts";
import { matchingOf } from "./matching.ts";
import { NetworkBuilder } from "./network-builder.ts";
import { fitOf, preflightOf } from "./preflight.ts";
import { candidatesOf, positionsOf } from "./pairs.ts";
import { conventionPresets } from "./relations/convention-presets.ts";
import { paperConvention } from "./relations/convention.ts";

const wide = resnet([32, 32, 3], 14, 8, 10);
const narrow = resnet([32, 32, 3], 8, 4, 10);
const small = resnet([32, 32, 3], 8, 8, 10);

describe("the pre-flight table", () => {
  test("has every teacher pair against every student pair", () => {
    const rows = preflightOf(wide, small, "section-input");
    expect(rows).toHaveLength(9);
    const fits = (name: string) => rows.filter((row) => row.teacher === name).map((row) => row.fit.kind);
    expect(fits("section1")).toEqual(["exact", "adapted", "adapted"]);
    expect(fits("section2")).toEqual(["adapted", "pooled", "adapted"]);
  });

  test("says which side is pooled by how much", () => {
    const row = preflightOf(wide, small, "section-input").find(
      (one) => one.teacher === "section2" && one.student === "section2",
    )!;
    const resize = { of: "first", op: "max", to: [16, 16] };
    expect(row.fit).toEqual({
      kind: "pooled",
      pooled: [
        { side: "teacher", resize, by: [2, 2] },
        { side: "student", resize, by: [2, 2] },
      ],
    });
  });

  test("names the remedies that make unequal widths comparable, in either direction", () => {
    const [down] = preflightOf(wide, narrow, "section-input");
    expect(down).toMatchObject({ teacherShape: [8, 8], studentShape: [4, 4] });
    expect(down!.fit).toMatchObject({ remedies: ["adapter", "assignment", "projection", "cka", "traces"] });
    expect(preflightOf(narrow, wide, "section-input")[0]!.fit).toMatchObject({
      remedies: ["adapter", "cka", "traces"],
    });
    // Of unlike sections the maps have other positions, and channels cannot be compared one by one.
    const other = preflightOf(wide, narrow, "section-input").find((row) => row.teacher === "section3")!;
    expect(other.fit).toMatchObject({ remedies: ["adapter", "projection", "cka", "traces"] });
  });

  test("says what makes a pair impossible", () => {
    const builder = new NetworkBuilder([7, 7, 3]);
    const first = builder.conv("first", "input", 4, 3, 1);
    const last = builder.conv("last", first, 4, 3, 2);
    builder.section({ name: "section1", input: "input", first, last });
    const odd = builder.network(last);
    const [candidate] = candidatesOf(odd, "first-layer", paperConvention);
    expect(fitOf(odd, candidate!, odd, candidate!)).toEqual({
      kind: "impossible",
      reason: { code: "not-divisible", side: "teacher", first: [7, 7], last: [4, 4] },
    });
    expect(matchingOf(odd, odd, "first-layer").misfits[0]!.reason).toMatchObject({ code: "not-divisible" });
    const bilinear = { ...usualFspSettings, convention: { ...paperConvention, pool: "bilinear" as const } };
    expect(matchingOf(odd, odd, "first-layer", bilinear).matches[0]!.student.resize).toEqual({
      of: "first",
      op: "bilinear",
      to: [4, 4],
    });
  });
});

describe("matching", () => {
  test("a remedy turns misfits of width into matches with both shapes, or says why it cannot", () => {
    const mended = matchingOf(wide, narrow, "section-input", {
      ...usualFspSettings,
      remedy: { kind: "assignment", reduction: "mean", every: 0 },
    });
    expect(mended.matches.map(({ shape, studentShape }) => [shape, studentShape])).toEqual([
      [
        [8, 8],
        [4, 4],
      ],
      [
        [8, 16],
        [4, 8],
      ],
      [
        [16, 32],
        [8, 16],
      ],
    ]);
    const reason = matchingOf(narrow, wide, "section-input", {
      ...usualFspSettings,
      remedy: { kind: "projection" },
    }).misfits[0]!.reason;
    expect(reason).toEqual({ code: "remedy", remedy: "projection", problem: "teacher-narrower" });
  });

  test("across sections, pairs go from one section's end to the next and are named after where they end", () => {
    const { convention } = conventionPresets.KD_methods_with_TF;
    const { matches } = matchingOf(wide, small, "section-input", { ...usualFspSettings, convention });
    expect(matches.map(({ name, student }) => [name, student.first, student.last])).toEqual([
      ["section2", "section1.block1.relu2", "section2.block1.relu2"],
      ["section3", "section2.block1.relu2", "section3.block1.relu2"],
    ]);
  });

  test("by resolution, a pair finds the one of its size whatever their names", () => {
    const shallow = {
      ...small,
      sections: small.sections.slice(1).map((section, i) => ({ ...section, name: `part${i}` })),
    };
    const { matches, misfits } = matchingOf(wide, shallow, "section-input", {
      ...usualFspSettings,
      matching: { kind: "resolution" },
    });
    expect(misfits).toEqual([]);
    expect(matches.map(({ name, teacher }) => [name, teacher.last])).toEqual([
      ["part0", "section2.block2.relu2"],
      ["part1", "section3.block2.relu2"],
    ]);
  });

  test("by hand, several pairs of a section are numbered", () => {
    const pair = (last: string) => ({
      teacher: ["section2.block1.relu1", "section2.block2.relu2"] as [string, string],
      student: ["section2.block1.relu1", last] as [string, string],
    });
    const { matches } = matchingOf(wide, small, "section-input", {
      ...usualFspSettings,
      matching: {
        kind: "hand",
        pairs: [
          pair("section2.block1.relu2"),
          pair("section2.block1.add"),
          { ...pair("section3.block1.relu2"), teacher: ["section2.block1.relu1", "section3.block1.relu2"] },
        ],
      },
    });
    expect(matches.map(({ name }) => name)).toEqual(["section2", "section2.2", "section3"]);
    expect(positionsOf(small, matches[2]!.student)).toEqual([8, 8]);
  });

  test("a pair made by hand of a layer that is not there has no partner", () => {
    const { misfits } = matchingOf(wide, wide, "section-input", {
      ...usualFspSettings,
      matching: { kind: "hand", pairs: [{ teacher: ["stem.relu", "gone"], student: ["stem.relu", "pool"] }] },
    });
    expect(misfits).toEqual([
      {
        name: "section3",
        teacher: null,
        student: null,
        taps: { teacher: null, student: null },
        reason: { code: "alone" },
      },
    ]);
  });
});
