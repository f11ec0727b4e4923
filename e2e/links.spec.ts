import { linkOf } from "../src/core/link.ts";
import { storedData } from "../src/testing/stored-data.ts";
import { expect, test } from "./support/lab.ts";
import { button, finished, isGpu, openTiny, tinyExperiment, tinyPlan } from "./tiny.ts";

test.beforeEach(() => test.skip(isGpu(), "the same page; train.spec.ts opens a link on a software GPU"));

test("a link is shown before it is opened, outlives a reload, and leaves the address with its card", async ({
  page,
}) => {
  await page.goto(`./#${await linkOf(tinyPlan(2))}`);
  const card = page.getByRole("region", { name: "An experiment from a link" });
  await expect(card).toContainText("tiny-plan: 2 experiments, 1 seed");
  await expect(card).toContainText("about");
  await page.reload();
  // What is seen behind the card is the link's, or nothing.
  await expect(page.getByRole("region", { name: "Networks" })).toContainText("4 @ 32²");
  await expect(page.getByRole("region", { name: "Curves", exact: true })).toContainText("No curves yet");
  await expect(page.getByRole("region", { name: "FSP matrices" })).toContainText("No matrices yet");
  await expect(button(page, "Train")).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByRole("contentinfo")).toContainText("Open the experiment of the link, or dismiss it");
  await button(page, "Dismiss").click();
  await expect(card).toBeHidden();
  expect(page.url()).not.toContain("#");
  await expect(page.getByRole("heading", { name: "Curves (recorded)" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Networks" })).toContainText("8 @ 32²");
  await expect(page.getByLabel("Preset")).toHaveValue("first-look");
  // The recording has its weights' hashes, to be held against.
  await page.locator("details.results summary").first().click();
  await page.getByText("Hashes of the weights, epoch by epoch").click();
  await expect(page.locator(".reproduction-hashes tbody tr")).toHaveCount(10);
});

test("a link on somebody's own images shows their name, and asks for them before it can be trained", async ({
  page,
}) => {
  await page.goto(`./#${await linkOf({ ...tinyExperiment(2), data: storedData })}`);
  await expect(page.getByRole("region", { name: "An experiment from a link" })).toContainText("my flowers.zip");
  await button(page, "Open").click();
  await expect(page.getByLabel("Images", { exact: true }).locator("option:checked")).toHaveText("my flowers.zip");
  await expect(button(page, "Train")).toBeDisabled();
  await expect(page.getByRole("contentinfo", { name: "Training" })).toContainText(
    "learns from the images my flowers.zip (SHA-256 01234567…), which are not in this page",
  );
});

test("the networks are drawn for the size of the images that the experiment names", async ({ page }) => {
  const onImagesOf = (side: number) => ({ ...tinyExperiment(2), data: { ...storedData, side } });
  await openTiny(page, onImagesOf(32));
  const networks = page.getByRole("region", { name: "Networks" });
  await expect(networks).toContainText("@ 32²");
  const link = await linkOf(onImagesOf(64));
  await page.evaluate((hash) => {
    location.hash = hash;
  }, link);
  await button(page, "Open").click();
  await expect(networks).toContainText("@ 64²");
});

test("a broken link gives a sentence", async ({ page }) => {
  const link = await linkOf(tinyPlan(2));
  for (const [broken, sentence] of [
    [link.slice(0, -6), "damaged"],
    ["x9.abc", "version 9"],
    ["hello", "not a link of the lab, which begins with #x1."],
  ] as const) {
    await page.goto("about:blank");
    await page.goto(`./#${broken}`);
    await expect(page.getByRole("alert")).toContainText(sentence);
    await button(page, "Dismiss").click();
    await expect(page.getByRole("alert")).toBeHidden();
  }
});

test("a link that is pasted into an open page is shown as well", async ({ page }) => {
  await page.goto("./");
  const link = await linkOf(tinyPlan(2));
  await page.evaluate((hash) => {
    location.hash = hash;
  }, link);
  await expect(page.getByRole("region", { name: "An experiment from a link" })).toBeVisible();
});

test("changing a setting changes the hash and every experiment; undo brings both back", async ({ page }) => {
  await openTiny(page, tinyPlan(20));
  const hash = page.getByText(/^Hash [0-9a-f]{8}$/);
  const before = await hash.textContent();
  await page.getByLabel("Student depth").selectOption("14");
  await expect(page.getByText("Student depth: 8 → 14")).toBeVisible();
  await expect(hash).not.toHaveText(before!);
  await button(page, "Undo changes").click();
  await expect(hash).toHaveText(before!);
});

test("a number out of range gives a sentence beside it, and Train waits", async ({ page }) => {
  await openTiny(page, tinyPlan(20));
  const images = page.getByLabel("Training images");
  await images.fill("3");
  await expect(images).toHaveAccessibleDescription("Use a whole number of images from 16 to 60,000.");
  await expect(page.locator(".setup-estimate")).toContainText("Training images: use a whole number of images");
  await expect(button(page, "Train")).toHaveAttribute("aria-disabled", "true");
  await images.fill("64");
  await expect(button(page, "Train")).toHaveAttribute("aria-disabled", "false");
});

test("Share of a set-up that nobody could open says why, and a link goes with the set-up it was made of", async ({
  page,
}) => {
  await openTiny(page, tinyPlan(20));
  const panel = page.getByRole("dialog", { name: "Link to this experiment" });
  await page.getByLabel("Training images").fill("3");
  await button(page, "Share").click();
  await expect(panel).toContainText("There is no link to this set-up. Training images: use a whole number of images");
  await expect(panel.getByRole("textbox")).toHaveCount(0);
  await page.getByLabel("Training images").fill("64");
  await expect(panel).toBeHidden();
  await button(page, "Share").click();
  await expect(panel.getByRole("textbox")).toHaveValue(/#x1\./);
});

test("a link tells its opener whether it came out the same", async ({ page }) => {
  await openTiny(page, tinyExperiment(2));
  await button(page, "Train").click();
  await finished(page);
  await page.getByText("Test accuracy", { exact: true }).click();
  const panel = page.getByRole("region", { name: "Reproduction" });
  await expect(panel).toContainText("There is nothing to hold these runs against yet");
  await button(page, "Share").click();
  const dialog = page.getByRole("dialog", { name: "Link to this experiment" });
  await expect(dialog.getByRole("checkbox", { name: "With the result of 1 run" })).toBeChecked();
  await expect(dialog.getByRole("img", { name: "QR code of the link" })).toBeVisible();
  await expect(dialog.getByRole("textbox")).toHaveValue(/&expect=1\./);
  const link = await dialog.getByRole("textbox").inputValue();
  await page.evaluate(
    (hash) => {
      location.hash = hash;
    },
    `${new URL(link).hash}&theme=dark&panel=confusion`,
  );
  const card = page.getByRole("region", { name: "An experiment from a link" });
  await expect(card).toContainText("what came out for its sender, of 1 run");
  await expect(page.locator("html")).not.toHaveAttribute("data-theme");
  await button(page, "Open").click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  expect(await page.evaluate(() => localStorage.getItem("fsp-lab.preferences") ?? "")).not.toContain("dark");
  await button(page, "Train").click();
  await finished(page);
  await expect(page.getByRole("radio", { name: "Confusion" })).toBeChecked();
  await expect(page.locator("details.results summary").first()).toContainText("Reproduced");
  await expect(panel).toContainText("Held against the result that came with the link");
  await expect(panel).toContainText("the other run tells the hash of its last weights alone");
});

test("Share shows the link and copies it where the browser lets it", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await openTiny(page, tinyPlan(2));
  await button(page, "Share").click();
  const panel = page.getByRole("dialog", { name: "Link to this experiment" });
  await expect(panel).toContainText("The link was copied.");
  const link = await panel.getByRole("textbox").inputValue();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await expect(button(page, "Share")).toBeFocused();
});
