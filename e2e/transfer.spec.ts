import { defaultExperiment } from "../src/core/defaults.ts";
import { axeFindsNothing } from "./support/axe.ts";
import { expect, test } from "./support/lab.ts";
import { button, isGpu, openTiny } from "./tiny.ts";

test("a teacher gets other classes of the set, the student few images; what does not fit is mended by a click", async ({
  page,
}) => {
  test.skip(isGpu(), "the same page without training");
  await openTiny(page, defaultExperiment);
  const hash = page.getByText(/^Hash [0-9a-f]{8}$/);
  const before = await hash.textContent();
  const setup = page.getByRole("group", { name: "Set-up" });
  await setup.locator("summary", { hasText: "Tasks of teacher and student" }).click();
  await setup.getByLabel("Teacher's task").selectOption("other classes");
  await setup.getByLabel("Few images of each class").check();
  await setup.getByLabel("So many of each").fill("30");
  await expect(setup).toContainText(
    "Learns Fashion-MNIST, 120 images, 30 of each class (sandal, sneaker, bag, ankle boot).",
  );
  await setup.getByLabel("bag").uncheck();
  await expect(setup).toContainText("(T-shirt, trouser, pullover, dress, coat, shirt, bag): 1,000 iterations.");
  await expect(setup).toContainText("90 images, 30 of each class (sandal, sneaker, ankle boot).");
  await axeFindsNothing(page);
  await setup.getByLabel("Method", { exact: true }).selectOption("Soft logits");
  await expect(button(page, "Train")).toBeDisabled();
  await button(page, "Teacher learns it afterwards").click();
  await expect(button(page, "Train")).toBeEnabled();
  await expect(setup).toContainText("1,000 iterations, then the student's images: 1,000 iterations.");
  await page.emulateMedia({ colorScheme: "dark" });
  await axeFindsNothing(page);
  await button(page, "Undo changes").click();
  await expect(hash).toHaveText(before!);
});
