/** Own images: given, looked at, used, trained, sent, and refused. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { randomPixels } from "../src/testing/image-file-makers.ts";
import { classNames, drop, imagesDialog, oddPictures, pictures, writeFiles, zipOf } from "./support/images.ts";
import { expect, test } from "./support/lab.ts";
import { button, finished, isGpu, openTiny, tinyExperiment, weightHashes } from "./tiny.ts";

test.beforeEach(() => test.skip(isGpu(), "images are read without a GPU"));

const folder = () => test.info().outputPath("given");
const fileWith = (name: string, bytes: Uint8Array | string) => {
  mkdirSync(folder(), { recursive: true });
  writeFileSync(join(folder(), name), bytes);
  return join(folder(), name);
};

/** As few as train in a moment. */
async function useFew(page: Page): Promise<void> {
  const dialog = imagesDialog(page);
  await dialog.getByLabel("Training images", { exact: true }).fill("64");
  await dialog.getByLabel("Validation images").fill("16");
  await dialog.getByLabel("Test images").fill("16");
  await dialog.getByRole("button", { name: "Use for the next run" }).click();
  await expect(dialog).toBeHidden();
}

test("an archive is dropped, seen, used, trained and sent; who gets the link gives the same file", async ({
  page,
  context,
}) => {
  const path = fileWith("insects.zip", zipOf(oddPictures(40)));
  await openTiny(page, tinyExperiment(2));
  await drop(page, path);
  const dialog = imagesDialog(page);
  await expect(dialog).toContainText("123 images of 16 × 16, in colour, 3 classes");
  for (const name of classNames)
    await expect(dialog.getByRole("row", { name: new RegExp(`${name} 41 0 0`) })).toBeVisible();
  await expect(dialog).toContainText("1 image stands twice");
  await expect(dialog).toContainText("1 image is of one colour");
  await expect(dialog).toContainText("1 picture has another size than most");
  await expect(dialog).toContainText("1 file or folder was left out");
  const shown = await dialog
    .getByRole("row", { name: /^bee/ })
    .locator("canvas")
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data, width } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      return { images: width / 16, colours: new Set(data).size };
    });
  expect(shown).toEqual({ images: 8, colours: 256 });
  // Of the odd ones too: of random levels, and of black and opaque alone.
  const odd = (text: string) =>
    dialog
      .getByRole("listitem")
      .filter({ hasText: text })
      .locator("canvas")
      .evaluate((canvas: HTMLCanvasElement) => {
        const { data, width } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
        return { images: width / 16, levels: new Set(data).size };
      });
  const twice = await odd("1 image stands twice");
  expect([twice.images, twice.levels > 200]).toEqual([1, true]);
  expect(await odd("1 image is of one colour")).toEqual({ images: 1, levels: 2 });
  expect((await odd("1 picture has another size")).images).toBe(1);
  await useFew(page);
  await expect(page.getByLabel("Images", { exact: true }).locator("option:checked")).toHaveText("insects.zip");
  await button(page, "Train").click();
  await finished(page);
  const hashes = await weightHashes(page);

  await button(page, "Share").click();
  const link = await page.getByRole("dialog", { name: "Link to this experiment" }).getByRole("textbox").inputValue();
  await expect(page.getByRole("dialog", { name: "Link to this experiment" })).toContainText(
    "The images are not in it: who opens it is asked for insects.zip. It opens on this machine alone",
  );
  const other = await context.browser()!.newPage({ baseURL: page.url(), viewport: { width: 1440, height: 900 } });
  await other.goto(link);
  await button(other, "Open").click();
  const missing = other.getByRole("region", { name: "Images that are missing" });
  await expect(missing).toContainText("insects.zip");
  await expect(button(other, "Train")).toBeDisabled();
  await expect(other.getByRole("contentinfo")).toContainText("Give it that file");
  await drop(other, fileWith("insects.zip", zipOf(pictures(40))));
  await expect(imagesDialog(other)).toContainText("These are not the images that the experiment asks for");
  await imagesDialog(other).getByRole("button", { name: "Close" }).click();
  await expect(missing).toBeVisible();
  // The same images from a folder are the same images.
  writeFiles(join(folder(), "unpacked"), oddPictures(40));
  await drop(other, join(folder(), "unpacked"));
  await expect(imagesDialog(other)).toContainText("These are the very images");
  await imagesDialog(other).getByRole("button", { name: "Close" }).click();
  await expect(missing).toBeHidden();
  await button(other, "Train").click();
  await finished(other);
  expect(await weightHashes(other)).toEqual(hashes);
  // And they are still there after a reload.
  await other.goto("about:blank");
  await other.goto(link);
  await button(other, "Open").click();
  await expect(other.getByLabel("Images", { exact: true }).locator("option:checked")).toHaveText("insects.zip");
  await button(other, "Train").click();
  await finished(other);
  await other.close();
});

test("some of the classes, as many of each, by a seed; Undo goes back", async ({ page }) => {
  await openTiny(page, tinyExperiment(2));
  await drop(page, fileWith("insects.zip", zipOf(pictures(40))));
  const dialog = imagesDialog(page);
  await dialog.getByRole("checkbox", { name: "bee" }).uncheck();
  await dialog.getByLabel("As many of each class").check();
  await dialog.getByLabel("Training images of each class").fill("99");
  await expect(dialog.getByLabel("Training images of each class")).toHaveAccessibleDescription(/from 1 to \d+/);
  await expect(dialog.getByRole("button", { name: "Use for the next run" })).toBeDisabled();
  await dialog.getByLabel("Training images of each class").fill("20");
  await dialog.getByLabel("Seed of the choice").fill("7");
  await dialog.getByLabel("Size").selectOption("20");
  await dialog.getByLabel("Colours").selectOption("Grey");
  await dialog.getByRole("button", { name: "Use for the next run" }).click();
  await expect(page.getByLabel("Training images")).toHaveValue("40");
  await expect(page.getByRole("region", { name: "Networks" })).toContainText("@ 20²");
  await button(page, "Train").click();
  await finished(page);
  await button(page, "Reset").click();
  await button(page, "Undo changes").click();
  await expect(page.getByLabel("Images", { exact: true }).locator("option:checked")).toHaveText("Shapes, drawn here");
});

test("JPEG and WebP are decoded by the browser, transparent parts on black", async ({ page }) => {
  await page.goto("./");
  const files = await page.evaluate(async () => {
    const made: Record<string, number[]> = {};
    for (const [index, type] of ["jpeg", "webp", "webp"].entries()) {
      for (const name of ["ant", "bee"]) {
        const canvas = new OffscreenCanvas(16, 16);
        const context = canvas.getContext("2d")!;
        // The last is transparent but for one corner.
        context.fillStyle = name === "ant" ? "rgb(200 0 0)" : "rgb(0 0 200)";
        context.fillRect(0, 0, index === 2 ? 4 : 16, index === 2 ? 4 : 16);
        const blob = await canvas.convertToBlob({ type: `image/${type}`, quality: 1 });
        made[`${name}/${index}.${type}`] = [...new Uint8Array(await blob.arrayBuffer())];
      }
    }
    return made;
  });
  const bytes = Object.entries(files).map(([path, numbers]) => [path, Uint8Array.from(numbers)] as const);
  await drop(page, fileWith("painted.zip", zipOf(Object.fromEntries(bytes))));
  const dialog = imagesDialog(page);
  await expect(dialog).toContainText("6 images of 16 × 16, in colour, 2 classes");
  await expect(dialog).toContainText("6 pictures were decoded by this browser");
  const colours = await dialog
    .getByRole("row", { name: /^ant/ })
    .locator("canvas")
    .evaluate((canvas: HTMLCanvasElement) => {
      const context = canvas.getContext("2d")!;
      return [8, 24, 34, 44].map((x) =>
        Array.from(context.getImageData(x, x === 34 ? 1 : 8, 1, 1).data.subarray(0, 3)),
      );
    });
  const expected = [
    [200, 0, 0],
    [200, 0, 0],
    [200, 0, 0],
    [0, 0, 0],
  ];
  for (const [place, colour] of colours.entries())
    for (const [channel, level] of colour.entries())
      expect(Math.abs(level - expected[place]![channel]!), `${place} ${channel}`).toBeLessThanOrEqual(3);
});

test("a table is pasted, and files are picked", async ({ page }) => {
  await page.goto("./");
  const rows = Array.from({ length: 12 }, (_, index) => [index % 2, ...randomPixels(64, index + 1).slice(-64)].join());
  await page.evaluate(
    (text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    },
    `${rows.join("\n")}\n`,
  );
  const dialog = imagesDialog(page);
  await expect(dialog).toContainText("12 images of 8 × 8, grey, 2 classes");
  await dialog.getByRole("button", { name: "Back" }).click();
  await dialog.getByLabel("Choose files…").setInputFiles(fileWith("insects.zip", zipOf(pictures(5))));
  await expect(dialog).toContainText("15 images of 16 × 16");
  await dialog.getByRole("button", { name: "Back" }).click();
  await expect(dialog.getByRole("listitem").filter({ hasText: "insects.zip" })).toContainText("15 images");
  await dialog.getByRole("button", { name: "Remove insects.zip from this browser" }).click();
  await dialog.getByRole("button", { name: "Delete for good" }).click();
  await expect(dialog.getByRole("listitem").filter({ hasText: "insects.zip" })).toHaveCount(0);
  await dialog.getByRole("button", { name: "Look at and use pasted.csv" }).click();
  await expect(dialog).toContainText("12 images of 8 × 8, grey, 2 classes");
});

test("broken and foreign files are refused with a sentence, and the page lives on", async ({ page }) => {
  await page.goto("./");
  const dialog = imagesDialog(page);
  const whole = zipOf(pictures(5));
  for (const [name, bytes, sentence] of [
    ["cut.zip", whole.slice(0, whole.length >> 1), /cut\.zip is damaged \(zip: .*\); get the file again\./],
    ["data_batch_1.bin", new Uint8Array(5000), /has 5,000 bytes where 6,146 belong; get the whole file\./],
    ["page.html", "<script>alert(1)</script>", /page\.html is of no form that the lab reads/],
    [
      "one.zip",
      zipOf({ "ant/1.png": pictures(1)["ant/0.png"]! }),
      /comes without a folder for each of at least 2 classes/,
    ],
    [
      "odd.zip",
      zipOf({ ...pictures(2), "ant/9.jpg": Uint8Array.of(0xff, 0xd8, 1) }),
      /ant\/9\.jpg .*no PNG, JPEG or WebP/,
    ],
  ] as const) {
    await drop(page, fileWith(name, bytes));
    await expect(dialog.getByRole("alert")).toContainText(sentence);
    await dialog.getByRole("button", { name: "Back" }).click();
  }
  await drop(page, fileWith("insects.zip", whole));
  await expect(dialog).toContainText("15 images of 16 × 16");
});

test("where the browser's share of the disk is full, the images are used and not kept", async ({ page, context }) => {
  await openTiny(page, tinyExperiment(2));
  const session = await context.newCDPSession(page);
  const { origin } = new URL(page.url());
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 20_000 });
  await drop(page, fileWith("insects.zip", zipOf(pictures(40))));
  await expect(imagesDialog(page)).toContainText("is full. The images can be used until the page is closed.");
  await useFew(page);
  await expect(page.getByRole("region", { name: "Images that are missing" })).toBeHidden();
  await button(page, "Train").click();
  await finished(page);
});

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
]) {
  for (const colorScheme of ["light", "dark"] as const) {
    test.describe(`${viewport.width} pixels wide, ${colorScheme}`, () => {
      test.use({ viewport, colorScheme, contextOptions: { reducedMotion: "reduce" } });

      test("axe finds nothing in what is offered and what was found, and nothing scrolls sideways", async ({
        page,
      }) => {
        const check = async () => {
          const { violations } = await new AxeBuilder({ page }).analyze();
          expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
          const sideways = await imagesDialog(page).evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth);
          expect(sideways).toBeLessThanOrEqual(0);
        };
        await page.goto("./");
        await drop(
          page,
          fileWith("insects-with-a-long-name-that-has-to-be-broken-somewhere.zip", zipOf(oddPictures(10))),
        );
        await expect(imagesDialog(page)).toContainText("33 images of 16 × 16");
        await check();
        await imagesDialog(page).getByRole("button", { name: "Back" }).click();
        await expect(imagesDialog(page)).toContainText("33 images of 16 × 16");
        await check();
        await drop(page, fileWith("page.html", "no images"));
        await expect(imagesDialog(page).getByRole("alert")).toBeVisible();
        await check();
      });
    });
  }
}

test("the words of own images are there in Chinese", async ({ page }) => {
  await page.goto("./");
  await button(page, "中文").click();
  await drop(page, fileWith("insects.zip", zipOf(pictures(5))));
  const dialog = page.getByRole("dialog", { name: "自备图像" });
  await expect(dialog).toContainText("15 张 16 × 16 的彩色图像，3 个类别");
  await dialog.getByRole("button", { name: "返回" }).click();
  await drop(page, fileWith("page.html", "no images"));
  await expect(dialog.getByRole("alert")).toContainText("page.html不属于实验室能读取的格式");
});

/** CIFAR-10's own archive, put together again where the images for tests lie beside the project; null where they do not. */
function cifarArchive(): string | null {
  const restore = join(import.meta.dirname, "../../shared/data/restore-cifar10.py");
  const out = join(import.meta.dirname, "../build/cifar10");
  const archive = join(out, "cifar-10-binary.tar.gz");
  if (existsSync(restore) && !existsSync(archive)) {
    const { error, status, stderr } = spawnSync("/usr/bin/python3", [restore, out], { encoding: "utf8" });
    if (error || status !== 0) test.info().annotations.push({ type: "restore", description: error?.message ?? stderr });
  }
  return existsSync(archive) ? archive : null;
}

test("CIFAR-10's own archive is ready within 20 s and 700 MB, with its published statistics", async ({
  page,
  browser,
}) => {
  const archive = cifarArchive();
  test.skip(archive === null, "../shared/data is absent, or its restore-cifar10.py could not run");
  await page.goto("./");
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const peakBytes = () =>
    processInfo
      .filter(({ type }) => type === "renderer")
      .map(({ id }) => 1024 * Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, "utf8"))?.[1]));
  const start = performance.now();
  await drop(page, archive!);
  const dialog = imagesDialog(page);
  await expect(dialog).toContainText("60,000 images of 32 × 32, in colour, 10 classes", { timeout: 60_000 });
  const seconds = (performance.now() - start) / 1000;
  const megabytes = Math.max(...peakBytes()) / 1e6;
  test
    .info()
    .annotations.push({ type: "measured", description: `${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB` });
  await expect(dialog).toContainText("mean 0.4914 · 0.4822 · 0.4465, standard deviation 0.2470 · 0.2435 · 0.2616");
  await expect(dialog.getByRole("row", { name: /airplane 5,000 0 1,000/ })).toBeVisible();
  expect(seconds).toBeLessThan(20);
  expect(megabytes).toBeLessThan(700);
});
