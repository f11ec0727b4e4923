/** Ways to break a training off, and how much of it is there afterwards. */
import { readFile } from "node:fs/promises";
import type { Download, Page } from "@playwright/test";
import { runFileOf, type RunFile } from "../../src/core/run-file.ts";
import { expect } from "./lab.ts";

export const bar = (page: Page) => page.locator(".transport-progress");
export const resumeCard = (page: Page) => page.getByRole("region", { name: "Resume" });

/** How much faster the clock of a worker runs: it writes a checkpoint every quarter of a second, for every twenty. */
const hurry = 80;

/** For the worker, ahead of its code. */
export const hurriedClock = `
  const clock = performance.now.bind(performance);
  performance.now = () => ${hurry} * clock();`;

export const dies = `setTimeout(() => { throw new Error("it died") })`;

export const rejects = `void Promise.reject(new Error("nobody awaited it"))`;

/** Behind so many steps the worker does this. */
export const behindSteps = (steps: number, act: string): string => `${hurriedClock}
  const post = postMessage;
  let steps = 0;
  globalThis.postMessage = (event, ...more) => {
    post(event, ...more);
    if (event.type !== "reports") return;
    const before = steps;
    steps += event.reports.filter(({ type }) => type === "step").length;
    if (before < ${steps} && steps >= ${steps}) ${act};
  }`;

/** The page looks every half second, not every ten, whether its worker still speaks. */
export const hurriedWatchdog = `
  const every = setInterval;
  globalThis.setInterval = (tick, milliseconds, ...rest) => every(tick, milliseconds === 10000 ? 500 : milliseconds, ...rest);`;

const stepIn = (text: string | null): number =>
  Number(/step ([\d,]+) of/.exec(text ?? "")?.[1]?.replaceAll(",", "") ?? 0);

/** The step of the stage in progress. */
export async function stepOf(page: Page): Promise<number> {
  return stepIn(await bar(page).textContent());
}

/** The step from which the run on offer would go on. */
export async function keptStep(page: Page): Promise<number> {
  await expect(resumeCard(page)).toBeVisible({ timeout: 30_000 });
  return stepIn(await resumeCard(page).textContent());
}

export async function fileIn(download: Promise<Download>): Promise<RunFile> {
  const path = await (await download).path();
  return runFileOf(await readFile(path, "utf8"), path);
}

/** The iterations of all stages that a file tells of, each once. */
export function iterationsIn({ runs }: RunFile): number {
  const steps = runs.flatMap(({ run, reports }) =>
    reports.flatMap((report) =>
      report.type === "step" ? [`${run.experiment} ${run.seed} ${report.stage} ${report.step}`] : [],
    ),
  );
  expect(new Set(steps).size, "iterations that are told twice").toBe(steps.length);
  return steps.length;
}

/** What the page keeps of one run. */
export async function exported(page: Page, name: string): Promise<RunFile> {
  await page.getByRole("button", { name: "Earlier", exact: true }).click();
  const downloading = page.waitForEvent("download");
  await page
    .getByRole("button", { name: `Export: ${name}` })
    .first()
    .click();
  const file = await fileIn(downloading);
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  return file;
}

export async function reaches(page: Page, step: number): Promise<void> {
  await expect.poll(() => stepOf(page), { timeout: 60_000 }).toBeGreaterThanOrEqual(step);
}

export async function paused(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(bar(page)).toContainText("Paused");
}
