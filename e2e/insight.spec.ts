/** Looking inside a run: a cell's mathematics, order and colours, feature maps, slow motion. */
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { studentNetwork, teacherNetwork } from "../src/core/build-network.ts";
import { matchesOf } from "../src/core/matching.ts";
import { significant } from "../src/ui/numbers.ts";
import { axeFindsNothing } from "./support/axe.ts";
import { expect, test } from "./support/lab.ts";
import { asked, trainingWorker } from "./support/worker-looks.ts";
import { button, finished, isGpu, openTiny, sliderTo, tinyExperiment, trainedHashes, weightHashes } from "./tiny.ts";

test.beforeEach(() => test.skip(isGpu(), "the same page; looks.spec.ts asks a software GPU"));

const region = (page: Page) => page.getByRole("region", { name: "FSP matrices" });
const images = (page: Page) => region(page).getByRole("combobox", { name: "Of", exact: true });
const views = (page: Page) => page.getByRole("group", { name: "What is shown" });
/** One of the marked cell's numbers. */
const told = (page: Page, name: string | RegExp) =>
  region(page)
    .locator(".matrices-readout dl > div", { has: page.locator("dt", { hasText: name }) })
    .locator("dd");

async function trained(page: Page, iterations = 5) {
  const experiment = tinyExperiment(iterations);
  await openTiny(page, experiment);
  await button(page, "Train").click();
  await finished(page);
  return experiment;
}

async function pinnedByKeys(page: Page, keys: readonly string[]): Promise<void> {
  const grid = region(page).getByRole("grid").first();
  await grid.focus();
  for (const key of ["Control+Home", ...keys, "Enter"]) await grid.press(key);
}

test("a cell's mathematics equals the definition, for one image, a batch, and means", async ({ page }) => {
  const experiment = await trained(page);
  const maths = region(page).getByRole("region", { name: "How a cell is made" });
  await pinnedByKeys(page, ["ArrowDown", "ArrowRight", "ArrowRight"]);
  await expect(region(page).getByText("G[1, 2]").first()).toBeVisible();
  await expect(maths.locator("canvas").last()).toBeInViewport({ ratio: 1 });
  for (const kept of [/^distance .+ squared difference/, "Table and CSV"])
    await expect(region(page).getByText(kept)).toBeInViewport({ ratio: 1 });

  // For one image: from the two layers' own features, as the worker has them.
  await images(page).selectOption("one image");
  await region(page).getByRole("spinbutton", { name: "Held-out image" }).fill("3");
  const [match] = matchesOf(experiment.method, teacherNetwork(experiment), studentNetwork(experiment));
  const worker = await trainingWorker(page);
  const at = { stage: 2, step: 5 } as const;
  const sides = { teacher: { of: "teacher" }, student: { of: "student", at } } as const;
  const values: number[] = [];
  for (const name of ["teacher", "student"] as const) {
    const maps: number[][] = [];
    for (const [layer, channel] of [
      [match![name].first, 1],
      [match![name].last, 2],
    ] as const) {
      const subject = { kind: "image", index: 2 } as const;
      const look = { type: "features", side: sides[name], subject, layer, channels: [channel] } as const;
      const answer = await asked(worker, { experiment: "tiny", seed: 1 }, look);
      maps.push(Object.values((answer as unknown as { answer: { maps: Record<string, number> } }).answer.maps));
    }
    const [first, last] = maps;
    expect(first).toHaveLength(32 * 32);
    values.push(first!.reduce((sum, value, place) => sum + value * last![place]!, 0) / first!.length);
  }
  await expect(told(page, "teacher")).toHaveText(significant(values[0]!));
  await expect(told(page, "student")).toHaveText(significant(values[1]!));
  await expect(maths.locator("canvas")).toHaveCount(6);
  // Still below the matrices, with one row of choices more than before.
  await expect(maths.locator("canvas").last()).toBeInViewport({ ratio: 1 });
  await expect(maths.getByText(/^mean/)).toHaveText(values.map((value) => `mean ${significant(value)}`));
  await expect(told(page, /^share of the loss$/)).toHaveText(/%$/);
  await expect(told(page, "rank")).toHaveText(/^\d+ \/ 16$/);

  // Another image, another cell; and of several the mean is the cell of the matrices above.
  await region(page).getByRole("button", { name: "Next image" }).press("Enter");
  await expect(region(page).getByRole("spinbutton", { name: "Held-out image" })).toHaveValue("4");
  await expect(told(page, "teacher")).not.toHaveText(significant(values[0]!));
  for (const name of ["16 images", "next batch"]) {
    const before = await told(page, "teacher").textContent();
    await images(page).selectOption(name);
    await expect(told(page, "teacher")).not.toHaveText(before!);
    // Both are asked of the worker, and come one after the other.
    await expect(async () => {
      const texts = [await told(page, "teacher").textContent(), await told(page, "student").textContent()];
      await expect(maths.getByText(/^mean/)).toHaveText(
        texts.map((text) => `mean ${text}`),
        { timeout: 500 },
      );
    }).toPass();
    await expect(told(page, /^share of the loss$/)).toHaveText(/%$/);
  }
});

test("sorted by the largest difference, the first cell has it, and stays the same cell in any order", async ({
  page,
}) => {
  await trained(page);
  await region(page).getByLabel("Sort by").selectOption("difference");
  await pinnedByKeys(page, []);
  await expect(told(page, "rank")).toHaveText("1 / 16");
  const name = await region(page).locator(".matrices-cell").textContent();
  const place = () => region(page).locator(".matrices-mark").first().boundingBox();
  const sorted = await place();
  await region(page).getByLabel("Sort by").selectOption("index");
  await expect(region(page).locator(".matrices-cell")).toHaveText(name!);
  await expect(told(page, "rank")).toHaveText("1 / 16");
  const [, a, b] = /\[(\d), (\d)\]/.exec(name!)!;
  const indexed = await place();
  expect(Math.round((indexed!.y - sorted!.y) / sorted!.height)).toBe(Number(a));
  expect(Math.round((indexed!.x - sorted!.x) / sorted!.width)).toBe(Number(b));
});

test("colours that are the same over time keep their scale while one scrubs, others follow the matrix", async ({
  page,
}) => {
  await trained(page, 20);
  const slider = await sliderTo(page, 40);
  const high = region(page).locator(".matrices-student .matrices-ticks span").last();
  const seen = async (domain: string) => {
    await region(page).getByLabel("Colours").selectOption(domain);
    const texts: (string | null)[] = [];
    for (const key of ["Home", "End"]) {
      await slider.press(key);
      await expect(region(page)).toContainText(key === "Home" ? "after 0 iterations of stage 1" : "of stage 2");
      texts.push(await high.textContent());
    }
    return texts;
  };
  const [first, last] = await seen("each");
  expect(first).not.toBe(last);
  const [frozenFirst, frozenLast] = await seen("frozen");
  expect(frozenFirst).toBe(frozenLast);
});

test("a matrix is saved as CSV that holds its numbers, and its singular values stand as bars", async ({ page }) => {
  await trained(page);
  await pinnedByKeys(page, ["ArrowRight"]);
  await region(page).getByText("Table and CSV").click();
  const download = page.waitForEvent("download");
  await region(page).getByRole("button", { name: "Save as CSV" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("tiny-s1-section1-stage2-5-teacher.csv");
  const lines = (await readFile(await file.path(), "utf8")).trim().split("\n");
  expect(lines).toHaveLength(5);
  expect(significant(Number(lines[1]!.split(",")[2]))).toBe(await told(page, "teacher").textContent());

  await region(page).getByText("Singular values").click();
  await expect(region(page).locator(".singular-bars li")).toHaveCount(4);
  await expect(region(page).locator(".singular-bars li").first()).toHaveText(/teacher \S+, student \S+/);
});

test("feature maps of a tap, and what shuffling them does to the matrix", async ({ page }) => {
  await trained(page);
  await views(page).getByText("Feature maps").click();
  const teacher = region(page).getByRole("region", { name: "Teacher" });
  await expect(teacher.getByRole("listitem")).toHaveCount(4);
  await region(page).getByLabel("Layer").selectOption("section2, last layer");
  await expect(teacher).toContainText("8 @ 16²");
  await expect(region(page).getByRole("region", { name: "Student" }).getByRole("listitem")).toHaveCount(8);

  const shuffling = region(page).getByRole("region", { name: "What the matrix keeps" });
  await expect(shuffling).toContainText("one image's own maps");
  const apart = async () => {
    const text = await shuffling.getByText(/The maps now differ/).textContent();
    const [, maps, matrices] = /differ by up to (\S+), the matrices by up to (\S+)\. /.exec(text!)!;
    return [Number(maps), Number(matrices)] as const;
  };
  await shuffling.getByRole("button", { name: "Permute the positions" }).click();
  const [moved, same] = await apart();
  expect(moved).toBeGreaterThan(0.01);
  // In float64, of float32 maps: what is left is the order in which the positions are summed.
  expect(same).toBeLessThan(1e-12 * moved);
  await shuffling.getByRole("button", { name: "Shuffle the first layer" }).click();
  await expect.poll(async () => (await apart())[1]).toBeGreaterThan(1e-4);
  await shuffling.getByRole("button", { name: "As they were" }).click();
  await expect(shuffling).toContainText("one image's own maps");
});

test("slow motion by keys, while the run trains on and ends with the weights that it would have had", async ({
  page,
}) => {
  await openTiny(page, tinyExperiment(150));
  const hashes = await trainedHashes(page);
  await button(page, "Reset").click();
  await button(page, "Train").click();
  await button(page, "Slow motion").press("Enter");
  const slow = page.getByRole("dialog", { name: "Slow motion" });
  // The next step may be of stage 2 by now; the first of stage 1 is always the same.
  await slow.getByText("the first of stage 1").click();
  await expect(slow).toContainText("stage 1, iteration 1");
  // The arrows go through the phases right after that click.
  const names = ["teacher forward", "student forward", "G teacher", "G student", "difference", "gradient", "update"];
  for (const [index, name] of names.entries()) {
    await expect(slow.getByRole("heading", { name: `${index + 1} of 7: ${name}` })).toBeVisible();
    if (index < 6) await page.keyboard.press("ArrowRight");
  }
  await expect(slow).toContainText("rate 0.001");
  await page.keyboard.press("Home");
  await expect(slow.getByRole("heading", { name: "1 of 7" })).toBeVisible();
  await expect(slow.getByRole("row")).toHaveCount(7);
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  await expect(slow.getByRole("heading", { name: "6 of 7: gradient" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(slow).toBeHidden();
  await expect(button(page, "Slow motion")).toBeFocused();
  await finished(page);
  expect(await weightHashes(page)).toEqual(hashes);

  // Of a run that ended: its first steps, those of stage 2 without a teacher.
  await button(page, "Slow motion").click();
  await expect(slow).toContainText("stage 1, iteration 1");
  await slow.getByText("the first of stage 2").click();
  await expect(slow).toContainText("stage 2, iteration 1");
  await expect(slow.getByRole("heading", { name: "1 of 4: student forward" })).toBeVisible();
  await slow.getByText("the next").click();
  await expect(slow).toContainText("There is no step behind the last.");
});

test("the confusion matrix goes along with the time cursor, and says of when it is", async ({ page }) => {
  await trained(page, 20);
  await views(page).getByText("Confusion").click();
  await expect(region(page)).toContainText("after 20 iterations of stage 2");
  const slider = page.getByRole("slider", { name: "Iteration" });
  await slider.press("Home");
  await expect(region(page)).toContainText("after 0 iterations of stage 1");
  await region(page).getByRole("button", { name: "Later" }).press("Enter");
  await expect(region(page)).toContainText("after 1 iteration of stage 1");
  await region(page).getByRole("button", { name: "Back to the newest" }).press("Enter");
  await expect(region(page)).toContainText("after 20 iterations of stage 2");
});

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`${viewport.width} pixels wide, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme, contextOptions: { reducedMotion: "reduce" } });

      test("axe finds nothing on the screens that look inside, and nothing scrolls sideways", async ({ page }) => {
        await trained(page, 3);
        const clean = async (screen: string) => {
          await axeFindsNothing(page, screen);
          const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          expect(sideways, screen).toBeLessThanOrEqual(0);
        };
        await images(page).selectOption("one image");
        await region(page).getByText("Singular values").click();
        await region(page).getByText("Table and CSV").click();
        await pinnedByKeys(page, ["ArrowRight"]);
        await expect(region(page).locator(".matrices-products canvas")).toHaveCount(6);
        await clean("matrices");
        await views(page).getByText("Feature maps").click();
        await region(page).getByRole("button", { name: "Permute the positions" }).click();
        await expect(region(page).getByText(/The maps now differ/)).toBeVisible();
        await clean("feature maps");
        await views(page).getByText("Predictions").click();
        await expect(region(page).locator("canvas").first()).toBeVisible();
        await clean("predictions");
        await views(page).getByText("Confusion").click();
        await expect(region(page).getByRole("button", { name: "Save as CSV" })).toBeVisible();
        await clean("confusion");
        await button(page, "Slow motion").click();
        await expect(page.getByRole("heading", { name: "1 of 7" })).toBeVisible();
        for (const phase of ["forward", "G student", "difference", "update"]) {
          await page.getByRole("dialog").getByRole("button", { name: phase }).last().click();
          await clean(`slow motion, ${phase}`);
        }
      });
    });
  }
}
