/** Links that somebody made to do harm, or to keep a page busy: each opens as what it is, or is refused by a sentence. */
import { expect, test } from "vitest";
import { drawnPlan, largestDrawnPlan, largestSweep } from "../testing/largest-plans.ts";
import { allExtras } from "../testing/link-extras.ts";
import { BadInput } from "./bad-input.ts";
import { canonicalJson } from "./canonical.ts";
import { defaultExperiment, defaultPlan } from "./defaults.ts";
import { deflated } from "./deflate.ts";
import { longestDocument, toDocument } from "./document.ts";
import { mostTrials } from "./experiment.ts";
import { linkIn, linkOf, noExtras } from "./link.ts";
import { packedJson } from "./packed-json.ts";
import { presets } from "./presets.ts";

const smoke = presets.get("smoke")!;
const expectation = allExtras.expectation!;
const [result] = expectation.results;

test.each([
  "view=features",
  "view=1.eJyrBgAAewB7",
  "panel=__proto__",
  "panel=constructor",
  "pair=../../evil",
  "pair=javascript:alert(1)",
  "pair=" + "a".repeat(5000),
  "iteration=-1",
  "iteration=0x10",
  "iteration=99999999999999999999",
  "theme=dark;url(https://elsewhere.example)",
  "%70anel=features",
  "panel=features%00",
])("of a view that says %s nothing is taken", async (part) => {
  expect(await linkIn(`${await linkOf(smoke)}&${part}`)).toEqual({ ...noExtras, document: smoke });
});

test.each<[string, unknown]>([
  ["null", null],
  ["a list", [expectation]],
  ["a text", "<script>"],
  ["more than there can be", { ...expectation, results: Array.from({ length: 65 }, () => result) }],
  [
    "of an experiment with markup without end",
    { ...expectation, results: [{ ...result, experiment: "<b>".repeat(99) }] },
  ],
  ["of a seed that is none", { ...expectation, results: [{ ...result, seed: -1 }] }],
  ["of an accuracy that is no number", { ...expectation, results: [{ ...result, test: "0.5" }] }],
  ["of a hash with markup", { ...expectation, results: [{ ...result, weights: "<img src=x>0000" }] }],
  ["of a setting more", { ...expectation, train: true }],
])("a result that is %s gives none, and the experiment is the link's", async (_what, value) => {
  const link = `${await linkOf(smoke)}&expect=1.${await packedJson(value)}`;
  expect(await linkIn(link)).toEqual({ ...noExtras, document: smoke });
});

test("a result that is nested without end is none", async () => {
  const packed = await deflated(new TextEncoder().encode("[".repeat(30_000) + "]".repeat(30_000)));
  const link = `${await linkOf(smoke)}&expect=1.${Buffer.from(packed).toString("base64url")}`;
  expect(await linkIn(link)).toEqual({ ...noExtras, document: smoke });
});

test("a result that unfolds to more than any has is none", async () => {
  const bomb = await packedJson({ ...expectation, filling: "a".repeat(2 ** 22) });
  expect(bomb.length).toBeLessThan(8000);
  expect(await linkIn(`${await linkOf(smoke)}&expect=1.${bomb}`)).toEqual({ ...noExtras, document: smoke });
});

test("a plan tries no more rates than it may have runs", async () => {
  expect(toDocument(largestSweep)).toEqual(largestSweep);
  const sweep = { ...largestSweep.sweep!, seeds: [...largestSweep.sweep!.seeds, 999] };
  const trials = largestSweep.experiments.length * sweep.rates.length * sweep.seeds.length;
  expect(trials).toBeGreaterThan(mostTrials);
  await expect(linkIn(await linkOf({ ...largestSweep, sweep }))).rejects.toThrow(
    `The plan's sweep has ${trials} trials, more than the ${mostTrials} allowed; try fewer rates or seeds`,
  );
});

test("a short link that unfolds to a long plan is refused by its length", async () => {
  expect(canonicalJson(toDocument(largestDrawnPlan)).length).toBeGreaterThan(0.75 * longestDocument);
  const link = await linkOf(drawnPlan(32));
  expect(link.length).toBeLessThan(3000);
  const refusal = await linkIn(link).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(BadInput);
  expect(String(refusal)).toMatch(/^BadInput: The document is \d{7} characters long, more than the 524288 allowed; /);
});

test("no document that the lab comes with is near that length", () => {
  const lengths = [defaultExperiment, defaultPlan, ...presets.values()].map(
    (document) => canonicalJson(document).length,
  );
  expect(Math.max(...lengths)).toBeLessThan(longestDocument / 8);
});
