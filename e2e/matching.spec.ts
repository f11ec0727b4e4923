import type { Page } from "@playwright/test";
import { button, finished, isGpu, openTiny, tinyExperiment } from "./tiny.ts";
import { axeFindsNothing } from "./support/axe.ts";
import { expect, test } from "./support/lab.ts";

test.beforeEach(() => test.skip(isGpu(), "the same page; only where it trains would a GPU matter"));

const screen = (page: Page) => page.getByRole("dialog", { name: "Pairs, conventions, remedies" });
const layersOf = (page: Page, side: "teacher" | "student") =>
  screen(page).getByRole("group", { name: `Layers of the ${side}` });
const layer = (page: Page, side: "teacher" | "student", name: string) =>
  layersOf(page, side).getByRole("button", { name: new RegExp(`^${name.replaceAll(".", String.raw`\.`)}:`) });
const cell = (page: Page, teacher: string, student: string) =>
  screen(page).getByRole("button", { name: new RegExp(`^Teacher ${teacher} with student ${student}[,.]`) });
const cards = (page: Page) => screen(page).locator(".match-card h4");

async function openScreen(page: Page): Promise<void> {
  await button(page, "Pairs and conventions …").first().click();
  await expect(screen(page)).toBeVisible();
}

test("a mismatch is explained, and mended by one click", async ({ page }) => {
  await openTiny(page, tinyExperiment(4));
  await page.getByLabel("Student width").selectOption("8");
  const networks = page.getByRole("region", { name: "Networks" });
  await expect(networks.locator(".networks-misfits")).toContainText(
    "The FSP matrices of section1 differ in size: teacher 4 × 4, student 8 × 8.",
  );
  await networks.locator(".networks-misfits").getByRole("button", { name: "Pairs and conventions …" }).click();
  await expect(cell(page, "section1", "section1")).toHaveAccessibleName(
    /matched, not comparable yet\. Needs a remedy: the teacher's matrix is 4 × 4/,
  );
  // The teacher is the narrower one: what asks for a wider one is not offered.
  await expect(screen(page).getByRole("button", { name: "Use a projection of the teacher" })).toHaveCount(0);
  await screen(page).getByRole("button", { name: "Use linear CKA" }).click();
  await expect(screen(page).getByRole("heading", { name: "What cannot be compared" })).toBeHidden();
  await expect(screen(page).getByRole("radio", { name: "Linear CKA" })).toBeChecked();
  await button(page, "Close").click();
  await expect(screen(page)).toBeHidden();
  await expect(button(page, "Train")).not.toHaveAttribute("aria-disabled", "true");
});

test("the table is read and used by mouse", async ({ page }) => {
  await openTiny(page, tinyExperiment(4));
  await openScreen(page);
  await expect(screen(page).locator(".preflight-cell")).toHaveCount(9);
  await expect(screen(page).getByRole("radio", { name: "by section" })).toBeChecked();
  const added = cell(page, "section1", "section2");
  await added.hover();
  await expect(screen(page).locator(".preflight-sentence")).toContainText(
    "Needs a remedy: the teacher's matrix is 4 × 4, the student's 8 × 8, so only a remedy makes them comparable (a learned adapter, ",
  );
  await cell(page, "section3", "section3").click();
  await expect(cell(page, "section3", "section3")).toHaveAttribute("aria-pressed", "false");
  await expect(screen(page).getByRole("radio", { name: "by hand" })).toBeChecked();
  await expect(cards(page)).toHaveText(["section1", "section2"]);
  await added.click();
  await expect(cards(page)).toHaveText(["section1", "section2", "section2.2"]);
  await expect(screen(page).getByRole("heading", { name: "What cannot be compared" })).toBeVisible();
  await screen(page).getByText("by section", { exact: true }).click();
  await expect(cards(page)).toHaveText(["section1", "section2", "section3"]);
});

test("the table is read and used by keys alone", async ({ page }) => {
  await openTiny(page, tinyExperiment(4));
  await button(page, "Pairs and conventions …").first().press("Enter");
  const corner = cell(page, "section1", "section1");
  await corner.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await expect(cell(page, "section2", "section2")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(cards(page)).toHaveText(["section1", "section3"]);
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Enter");
  await expect(cards(page)).toHaveText(["section3"]);
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Enter");
  await expect(screen(page).getByRole("status")).toHaveText("At least one match stays.");
  await expect(cards(page)).toHaveText(["section3"]);
  await page.keyboard.press("Escape");
  await expect(screen(page)).toBeHidden();
});

test("a match made by clicks on the diagram trains, and travels in the link", async ({ page }) => {
  await openTiny(page, tinyExperiment(4));
  await openScreen(page);
  await layer(page, "teacher", "section2.block1.relu1").click();
  await layer(page, "teacher", "section2.block1.add").click();
  await expect(screen(page).locator(".hand-picks")).toContainText(
    "Teacher: section2.block1.relu1 → section2.block1.add",
  );
  await layer(page, "student", "section2.block1.relu2").click();
  await expect(layer(page, "student", "section2.block1.relu2")).toHaveAttribute("aria-pressed", "true");
  await layer(page, "student", "section2.block1.relu1").click();
  await expect(screen(page).getByRole("status")).toHaveText("section2.2 was added.");
  await expect(screen(page).locator(".hand-picks")).toContainText("Teacher: nothing picked");
  await screen(page).getByRole("button", { name: "Remove section1" }).click();
  await expect(cards(page)).toHaveText(["section2", "section3", "section2.2"]);
  await screen(page).getByLabel("λ of section2.2").fill("0.5");
  await expect(screen(page).locator(".match-card").last()).toContainText("acts as λ = 1/2 of the paper's");
  await button(page, "Close").click();

  await button(page, "Train").click();
  await finished(page);
  await expect(page.getByRole("button", { name: "Show the matrices of section2.2, 8 × 8" }).first()).toBeVisible();
  await button(page, "Share").click();
  const link = await page.getByRole("textbox", { name: "Link" }).inputValue();
  await page.goto("about:blank");
  await page.goto(link);
  await button(page, "Open").click();
  await openScreen(page);
  await expect(cards(page)).toHaveText(["section2", "section3", "section2.2"]);
  await expect(screen(page).locator(".match-card").last()).toContainText("section2.block1.relu1 → section2.block1.add");
  await expect(screen(page).getByLabel("λ of section2.2")).toHaveValue("0.5");
});

test("a layer that another depth does not have is named, and one click leaves such pairs out", async ({ page }) => {
  await openTiny(page, tinyExperiment(4));
  await page.getByLabel("Student depth").selectOption("14");
  await openScreen(page);
  for (const side of ["teacher", "student"] as const) {
    await layer(page, side, "stem.relu").click();
    await layer(page, side, "section1.block1.relu2").click();
  }
  await expect(cards(page)).toHaveText(["section1", "section2", "section3", "section1.2"]);
  await button(page, "Close").click();
  await page.getByLabel("Student depth").selectOption("8");
  await expect(page.locator(".setup-estimate")).toContainText(
    "A pair matched by hand starts or ends at the student's layer section1.block2.relu2, which is not there.",
  );
  await openScreen(page);
  await screen(page).getByRole("button", { name: "Compare only pairs with a partner" }).click();
  await expect(cards(page)).toHaveText(["section1"]);
  await expect(screen(page).getByRole("heading", { name: "What cannot be compared" })).toBeHidden();
  await expect(button(page, "Train")).not.toHaveAttribute("aria-disabled", "true");
});

test("a match is made by keys alone, and Escape takes back what was picked", async ({ page }) => {
  await openTiny(page, tinyExperiment(4));
  await openScreen(page);
  await layersOf(page, "teacher").getByRole("button").first().focus();
  await page.keyboard.press("Enter");
  await expect(screen(page).locator(".hand-picks")).toContainText("Teacher: stem.conv → pick one more");
  await page.keyboard.press("Escape");
  await expect(screen(page)).toBeVisible();
  await expect(screen(page).locator(".hand-picks")).toContainText("Teacher: nothing picked");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Enter");
  await expect(cards(page)).toHaveText(["section1", "section2", "section3", "section3.2"]);
});

test("a convention's preset changes what λ = 1 is worth, and is known by its settings", async ({ page }) => {
  await openTiny(page, tinyExperiment(4));
  await openScreen(page);
  const preset = screen(page).getByLabel("Preset");
  const worth = screen(page).locator(".matching-factor");
  await expect(worth).toHaveText("By reduction and total, λ = 1 acts as λ = 1 of the paper's.");
  await expect(preset).toHaveValue("");
  await screen(page).getByLabel("Each section's pair begins at").selectOption("its input");
  await expect(preset).toHaveValue("paper");
  await preset.selectOption("RepDistiller");
  await expect(worth).toHaveText(
    "By reduction and total, λ = 1 acts as λ = 1/128 to 1/16 of the paper's, by the pair. Besides, the matrices are not the paper's here (Maps of unequal sizes): for that there is no factor.",
  );
  await expect(screen(page).locator(".match-card").first()).toContainText("acts as λ = 1/16 of the paper's");
  await expect(screen(page).getByRole("radio", { name: "Average pooling" })).toBeChecked();
  await screen(page).getByRole("radio", { name: "Mean over the pairs" }).check();
  await expect(preset).toHaveValue("KD-Zoo");
  await preset.selectOption("torchdistill");
  await expect(worth).toContainText("No factor");
  await screen(page).getByRole("radio", { name: "Bilinear" }).check();
  await expect(preset).toHaveValue("");
  // Formulas are elements of MathML, not markup.
  const fractions = screen(page).locator("math mfrac");
  expect(await fractions.count()).toBeGreaterThan(5);
  expect(await fractions.first().evaluate((element) => element.namespaceURI)).toBe(
    "http://www.w3.org/1998/Math/MathML",
  );
});

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`the screen at ${viewport.width} pixels, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme, contextOptions: { reducedMotion: "reduce" } });

      test("axe finds nothing, and nothing but the drawing and the table scrolls sideways", async ({ page }) => {
        await openTiny(page, tinyExperiment(4));
        if (viewport.width < 1024) await button(page, "Set-up").click();
        await page.getByLabel("Student width").selectOption("8");
        await openScreen(page);
        await layer(page, "teacher", "section1.block1.relu1").click();
        await axeFindsNothing(page, "matching", ".matching");
        expect(await screen(page).evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(
          0,
        );
      });
    });
  }
}
