/** Sets of the Hugging Face hub, from a local stand-in: fetched on a click, kept, and every way in which that fails. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { hubHost, hubListHost, readySets } from "../src/core/hub.ts";
import type { HubServer } from "../src/testing/hub-server.ts";
import { fileHost, openHubProxy } from "../src/testing/hub-server.ts";
import { parquetFile } from "../src/testing/parquet-maker.ts";
import { imagesDialog, pictures } from "./support/images.ts";
import type { Complaints } from "./support/lab.ts";
import { expect, test as labTest } from "./support/lab.ts";
import { button, finished, isGpu, openTiny, tinyExperiment } from "./tiny.ts";

const real = join(import.meta.dirname, "../../shared/data/parquet");
const realTest = join(real, "ylecun-mnist__mnist__test-00000-of-00001.parquet");
const [training, judging] = readySets.get("MNIST")!.files;

const small = Object.values(pictures(40));
const labels = small.map((_, index) => index % 3);
const made = parquetFile(small, labels, ["ant", "bee", "cat"], 30);
const ownPath = "/datasets/me/insects/resolve/main/default/train/0000.parquet";

/** What the browser asks of any other machine is asked of the stand-in: with redirects, CORS and the page's policy. */
const test = labTest.extend<object, { hub: HubServer }>({
  hub: [
    // oxlint-disable-next-line no-empty-pattern -- the form in which a fixture that needs no other is written
    async ({}, use) => {
      const listed = { config: "default", split: "train", url: `https://${hubHost}${ownPath}`, size: made.length };
      const hub = await openHubProxy({
        [ownPath]: made,
        "/parquet?dataset=me%2Finsects": Buffer.from(JSON.stringify({ parquet_files: [listed] })),
      });
      await use(hub);
      await hub.close();
    },
    { scope: "worker" },
  ],
  // A page's own leave to pass over a certificate does not reach its workers.
  launchOptions: [
    async ({ launchOptions }, use) =>
      use({ ...launchOptions, args: [...(launchOptions.args ?? []), "--ignore-certificate-errors"] }),
    { scope: "worker" },
  ],
  contextOptions: async ({ contextOptions, hub }, use) =>
    use({ ...contextOptions, proxy: { server: hub.origin, bypass: "localhost" } }),
});

test.beforeEach(({ hub }) => {
  test.skip(isGpu(), "images are fetched without a GPU");
  Object.assign(hub, { trouble: null, sent: 0, requests: [] });
  hub.files.set(training!.path, made).set(judging!.path, made);
});

/** The one foreign host that a person may ask for something. */
function forgiveHub(complaints: Complaints): void {
  complaints.forgive(/^request: https:\/\/(?:(?:datasets-server\.)?huggingface\.co|cas-bridge\.xethub\.hf\.co)\//);
}

async function openHub(page: Page) {
  await button(page, "Own images…").click();
  const dialog = imagesDialog(page);
  await dialog.getByLabel("Set", { exact: true }).selectOption({ label: "MNIST (ylecun/mnist)" });
  return dialog;
}

test("nothing is asked before a click that names the host and the size; what came is kept, and works offline", async ({
  page,
  context,
  complaints,
  hub,
}) => {
  await openTiny(page, tinyExperiment(2));
  const dialog = await openHub(page);
  await expect(dialog.getByRole("button", { name: `Fetch from ${hubHost}, 18 MB` })).toBeEnabled();
  await dialog.getByLabel("First images only").fill("40");
  expect(hub.requests).toEqual([]);
  await dialog
    .getByRole("button", { name: `Fetch the first 40 of each split from ${hubHost}, a part of 18 MB` })
    .click();
  await expect(dialog).toContainText("80 images of 16 × 16, in colour, 3 classes");
  await expect(dialog.getByRole("row", { name: /ant 14 0 14/ })).toBeVisible();
  expect(hub.requests.length).toBeGreaterThan(0);
  forgiveHub(complaints);
  await context.setOffline(true);
  await dialog.getByRole("button", { name: "Back" }).click();
  await dialog.getByRole("button", { name: "Look at and use MNIST, first 40" }).click();
  await dialog.getByRole("checkbox", { name: "bee" }).waitFor();
  await dialog.getByLabel("Training images", { exact: true }).fill("24");
  await dialog.getByLabel("Validation images").fill("8");
  await dialog.getByLabel("Test images").fill("16");
  await context.setOffline(false);
  await dialog.getByRole("button", { name: "Use for the next run" }).click();
  await button(page, "Train").click();
  await finished(page);
});

test("a link to a set of the hub offers to fetch it, and fetches nothing by itself", async ({
  page,
  context,
  complaints,
  hub,
}) => {
  await openTiny(page, tinyExperiment(2));
  const dialog = await openHub(page);
  const fetchFirst = `Fetch the first 40 of each split from ${hubHost}, a part of 18 MB`;
  await dialog.getByLabel("First images only").fill("40");
  await dialog.getByRole("button", { name: fetchFirst }).click();
  await dialog.getByLabel("Training images", { exact: true }).fill("24");
  await dialog.getByLabel("Validation images").fill("8");
  await dialog.getByRole("button", { name: "Use for the next run" }).click();
  await button(page, "Share").click();
  const link = await page.getByRole("dialog", { name: "Link to this experiment" }).getByRole("textbox").inputValue();
  const other = await context.browser()!.newPage({
    baseURL: page.url(),
    viewport: { width: 1440, height: 900 },
    proxy: { server: hub.origin, bypass: "localhost" },
  });
  hub.requests.length = 0;
  await other.goto(link);
  await button(other, "Open").click();
  const missing = other.getByRole("region", { name: "Images that are missing" });
  await expect(missing).toContainText("MNIST, first 40");
  expect(hub.requests).toEqual([]);
  await missing.getByRole("button", { name: fetchFirst }).click();
  await expect(imagesDialog(other)).toContainText("These are the very images");
  await imagesDialog(other).getByRole("button", { name: "Close" }).click();
  await button(other, "Train").click();
  await finished(other);
  await other.close();
  forgiveHub(complaints);
});

test("any set can be looked up by its id", async ({ page, complaints }) => {
  await page.goto("./");
  await button(page, "Own images…").click();
  const dialog = imagesDialog(page);
  await dialog.getByLabel("Set", { exact: true }).selectOption({ label: "Another, by its id…" });
  const lookUp = dialog.getByRole("button", { name: `Look it up at ${hubListHost} (a few kB)` });
  await dialog.getByLabel("Id", { exact: true }).fill("../me");
  await expect(lookUp).toBeDisabled();
  await dialog.getByLabel("Id", { exact: true }).fill("me/insects");
  await lookUp.click();
  await dialog.getByRole("button", { name: `Fetch from ${hubHost}, 106 kB` }).click();
  await expect(dialog).toContainText("120 images of 16 × 16, in colour, 3 classes");
  await expect(dialog.getByRole("heading", { name: "me insects" })).toBeVisible();
  forgiveHub(complaints);
});

test("MNIST's own test file comes whole, as the hub has it", async ({ page, complaints, hub }) => {
  test.skip(!existsSync(realTest), "../shared/data/parquet is absent");
  hub.files.set(judging!.path, new Uint8Array(readFileSync(realTest)));
  hub.files.set(training!.path, new Uint8Array(readFileSync(realTest)));
  await page.goto("./");
  const dialog = await openHub(page);
  await dialog.getByRole("button", { name: `Fetch from ${hubHost}, 18 MB` }).click();
  await expect(dialog).toContainText("20,000 images of 28 × 28, grey, 10 classes", { timeout: 60_000 });
  await expect(dialog).toContainText("mean 0.1325");
  // The same file twice: each image judged is one that was learned from.
  await expect(dialog).toContainText("10,000 of these are in the training images and in those that judge");
  forgiveHub(complaints);
});

for (const [trouble, sentence] of [
  [
    "404",
    "huggingface.co, asked for /datasets/ylecun/mnist/resolve/main/mnist/train-00000-of-00001.parquet, answered 404; check the name of the set",
  ],
  ["no-cors", "could not be reached"],
  ["cut-short", "broke off after"],
  ["no-ranges", "sends no parts of files; download the file there and give it to the lab."],
  ["wrong-bytes", "is damaged"],
] as const) {
  test(`a hub that fails is said, and can be asked again: ${trouble}`, async ({ page, complaints, hub }) => {
    hub.trouble = trouble;
    await page.goto("./");
    const dialog = await openHub(page);
    await dialog.getByRole("button", { name: `Fetch from ${hubHost}, 18 MB` }).click();
    await expect(dialog.getByRole("alert")).toContainText(sentence);
    hub.trouble = null;
    await dialog.getByRole("button", { name: "Back" }).click();
    await dialog.getByLabel("Set", { exact: true }).selectOption({ label: "MNIST (ylecun/mnist)" });
    await dialog.getByRole("button", { name: `Fetch from ${hubHost}, 18 MB` }).click();
    await expect(dialog).toContainText("240 images of 16 × 16");
    forgiveHub(complaints);
    // The browser tells its console of some of these, and of some it does not.
    if (complaints.all.length > 0) complaints.forgive(/^console: .*(?:Failed to load resource|CORS policy)/);
  });
}

test("a hub that is slow can be left by Cancel", async ({ page, complaints, hub }) => {
  hub.trouble = "silent";
  await page.goto("./");
  const dialog = await openHub(page);
  await dialog.getByRole("button", { name: `Fetch from ${hubHost}, 18 MB` }).click();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog.getByRole("button", { name: `Fetch from ${hubHost}` })).toBeVisible();
  forgiveHub(complaints);
});

test("the policy lets the page ask the hub's hosts and no other", async ({ page, complaints }) => {
  await page.goto("./");
  const outcome = (address: string) =>
    page.evaluate(
      (url) =>
        fetch(url).then(
          () => "allowed",
          () => "refused",
        ),
      address,
    );
  expect(await outcome(`https://${fileHost}${ownPath}`)).toBe("allowed");
  expect(await outcome(`https://${hubHost}${ownPath}`)).toBe("allowed");
  forgiveHub(complaints);
  expect(await outcome("https://elsewhere.example/a")).toBe("refused");
  complaints.forgive(/elsewhere\.example/);
});
