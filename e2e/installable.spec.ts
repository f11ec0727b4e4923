/** The lab as a program of the system's own: what a browser needs to offer that. */
import { expect, test } from "./support/lab.ts";
import { isGpu } from "./tiny.ts";

test.beforeEach(() => test.skip(isGpu(), "the backend has no part in it"));

test("the browser finds nothing that keeps it from installing the lab, and each icon has the size that it says", async ({
  page,
}) => {
  await page.goto("./");
  const session = await page.context().newCDPSession(page);
  await session.send("Page.enable");
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  // Whoever runs the tests has no profile to install anything into.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito")).toEqual([]);
  const { errors, data, url } = await session.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  const { icons } = JSON.parse(data!) as { icons: { src: string; sizes: string; type: string; purpose?: string }[] };
  const found = await page.evaluate(
    (all) =>
      Promise.all(
        all.map(async (address) => {
          const image = new Image();
          image.src = address;
          await image.decode();
          const canvas = document.createElement("canvas");
          const [width, height] = [(canvas.width = image.naturalWidth), (canvas.height = image.naturalHeight)];
          const context = canvas.getContext("2d")!;
          context.drawImage(image, 0, 0);
          const { data: pixels } = context.getImageData(0, 0, width, height);
          const isOpaque = pixels.every((value, index) => index % 4 !== 3 || value === 255);
          return { size: `${width}x${height}`, isOpaque };
        }),
      ),
    icons.filter(({ type }) => type === "image/png").map(({ src }) => new URL(src, url).href),
  );
  expect(found).toEqual([
    { size: "192x192", isOpaque: false },
    { size: "512x512", isOpaque: false },
    { size: "512x512", isOpaque: true },
  ]);
  expect(icons.map(({ sizes, purpose }) => [sizes, purpose ?? "any"])).toEqual([
    ["any", "any"],
    ["192x192", "any"],
    ["512x512", "any"],
    ["512x512", "maskable"],
  ]);
});
