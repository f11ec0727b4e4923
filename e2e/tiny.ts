/** The smallest things that can be trained, and the page with one of them opened from a link. */
import type { Locator, Page } from "@playwright/test";
import { defaultExperiment } from "../src/core/defaults.ts";
import type { Experiment, Plan } from "../src/core/experiment.ts";
import { linkOf } from "../src/core/link.ts";
import { expect, test } from "./support/lab.ts";

/** Drawn images and few of them: a software GPU needs seconds for a step that a GPU makes in milliseconds. */
export function tinyExperiment(iterations: number): Experiment {
  const schedule = { ...defaultExperiment.task, iterations, rate: 0.05, drops: [] };
  const network = { kind: "resnet", depth: 8, width: 4 } as const;
  const augment = { crop: false, flip: false };
  return {
    ...defaultExperiment,
    name: "tiny",
    data: { kind: "shapes", training: 32, validation: 16, test: 16, classes: 6, difficulty: 0, seed: 1 },
    teacher: { kind: "recipe", seed: 1, network, data: null, batch: 4, augment, schedule },
    student: network,
    batch: 4,
    augment,
    method: { kind: "fsp", firstTap: "first-layer", lambda: 1, pairLambda: {}, schedule: { ...schedule, rate: 0.001 } },
    task: schedule,
    evaluateEvery: iterations,
  };
}

export function tinyPlan(iterations: number): Plan {
  const fsp = tinyExperiment(iterations);
  const plain: Experiment = { ...fsp, name: "tiny-plain", method: { kind: "none" } };
  return {
    kind: "plan",
    version: 1,
    name: "tiny-plan",
    seeds: [3],
    baseline: "tiny-plain",
    teacherPerSeed: false,
    experiments: [fsp, plain],
  };
}

/** The worker's own choice without a GPU is wasm; a software GPU has to be asked for. */
export function isGpu(): boolean {
  return test.info().project.name === "webgpu";
}

export async function openTiny(page: Page, document: Experiment | Plan): Promise<void> {
  await page.goto(`./${isGpu() ? "?backend=webgpu" : ""}#${await linkOf(document)}`);
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await expect(page.getByRole("region", { name: "An experiment from a link" })).toBeHidden();
}

export const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

export async function finished(page: Page): Promise<void> {
  await expect(page.getByRole("contentinfo")).toContainText("Finished", { timeout: isGpu() ? 300_000 : 90_000 });
}

/** The time cursor's slider, once it reaches to the last iteration: the curves follow what is reported a moment later. */
export async function sliderTo(page: Page, iterations: number): Promise<Locator> {
  const slider = page.getByRole("slider", { name: "Iteration" });
  await expect(slider).toHaveAttribute("max", String(iterations));
  return slider;
}

/** The whole hash of each run's last weights, as the table of results gives it. */
export async function weightHashes(page: Page): Promise<readonly string[]> {
  const results = page.locator("details.results");
  if (!(await results.evaluate((element: HTMLDetailsElement) => element.open)))
    await results.locator("summary").click();
  const cells = results.locator("tbody tr[data-experiment] td:last-child");
  await expect(cells.first()).toHaveAttribute("title", /^[0-9a-f]{64}$/);
  return cells.evaluateAll((all) => all.map((cell) => cell.getAttribute("title") ?? ""));
}

export async function trainedHashes(page: Page): Promise<readonly string[]> {
  await button(page, "Train").click();
  await finished(page);
  return weightHashes(page);
}
