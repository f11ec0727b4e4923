/** Sets of the hub from a local server: as it should be, and in every way in which it can fail. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { BadInput } from "../core/bad-input.ts";
import type { HubOrder, HubSet } from "../core/hub.ts";
import { setsListed } from "../core/hub.ts";
import { Budget, usualLimits } from "../data/import/budget.ts";
import { readHubSet } from "../data/import/hub-set.ts";
import { decodePng } from "../data/import/png.ts";
import { imagesMade, labelsMade, pngFile, randomPixels } from "../testing/image-file-makers.ts";
import type { HubServer } from "../testing/hub-server.ts";
import { openHubServer } from "../testing/hub-server.ts";
import { parquetFile } from "../testing/parquet-maker.ts";
import { hubList, openHubFile } from "./hub-file.ts";

const pixels = randomPixels(192);
const pictures = Array.from({ length: imagesMade }, (_, index) =>
  pngFile(8, 8, 3, pixels.subarray(192 * index, 192 * (index + 1))),
);
const made = parquetFile(pictures, [...labelsMade], ["ant", "bee", "cat"], 5);
const noise = randomPixels(96 * 96 * 3, 2);
/** Larger than what is read of a file's end. */
const large = parquetFile(
  Array.from({ length: imagesMade }, (_, index) => pngFile(96, 96, 3, noise.subarray(index, index + 96 * 96 * 3))),
  [...labelsMade],
  ["ant", "bee", "cat"],
  5,
);
const real = new URL("../../../shared/data/parquet/", import.meta.url).pathname;
const mnist = join(real, "ylecun-mnist__mnist__test-00000-of-00001.parquet");

let hub: HubServer;
beforeAll(async () => {
  hub = await openHubServer({
    "/datasets/me/own/train.parquet": made,
    "/datasets/me/own/test.parquet": made,
    "/datasets/me/large/train.parquet": large,
    "/datasets/me/large/test.parquet": large,
    "/datasets/me/zeros/train.parquet": new Uint8Array(1000),
  });
  if (existsSync(mnist)) hub.files.set("/datasets/ylecun/mnist/test.parquet", new Uint8Array(readFileSync(mnist)));
});
beforeEach(() => Object.assign(hub, { trouble: null, sent: 0 }));
afterAll(() => hub.close());

const parts = () => ({
  origin: hub.origin,
  fetch: (address: string, init: RequestInit) => fetch(address, init),
  silenceMs: 300,
  retryMs: 1,
  onBytes: () => {},
});

const own: HubSet = {
  id: "me/own",
  config: "default",
  files: [
    { split: "training", path: "/datasets/me/own/train.parquet", bytes: made.length },
    { split: "test", path: "/datasets/me/own/test.parquet", bytes: made.length },
  ],
};

function read(order: HubOrder) {
  const budget = new Budget(usualLimits, () => performance.now());
  return readHubSet(order, (file) => openHubFile(file, parts()), decodePng, budget);
}

/** The refusal's fault; anything else fails the test. */
async function faultOf(reading: Promise<unknown>) {
  const error: unknown = await reading.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof BadInput)) throw new Error(`no refusal: ${String(error)}`);
  expect(error.message).toMatch(/^[^\n]+; [^\n;]+\.$/);
  return error.problem.code === "hub" || error.problem.code === "data-file" ? error.problem.fault : error.problem;
}

test("a set comes with its splits, classes and pixels", async () => {
  const { name, images } = await read({ set: own, first: null });
  expect(name).toBe("me own");
  expect(images.classes).toEqual(["ant", "bee", "cat"]);
  expect([images.training.labels.length, images.test.labels.length]).toEqual([imagesMade, imagesMade]);
  expect(images.training.pixels).toEqual(pixels);
  expect(images.training.labels).toEqual(labelsMade);
});

test.each([1, 5, 6, 11])("the first %i of each split are the first of the whole", async (first) => {
  const { name, images } = await read({ set: own, first });
  expect(name).toBe(`me own, first ${first}`);
  expect([images.training.labels.length, images.test.labels.length]).toEqual([first, first]);
  expect(images.training.pixels).toEqual(pixels.subarray(0, 192 * first));
});

test.each([
  ["cut-short", 2],
  ["unreached", 1],
  ["unreached", 2],
  [503, 1],
  [503, 2],
] as const)(
  "what goes wrong for a while (%s, from request %i on) is asked for again, and its bytes are counted once",
  async (trouble, first) => {
    let asked = 0;
    let came = 0;
    const flaky = {
      ...parts(),
      onBytes: (bytes: number) => {
        came += bytes;
      },
      fetch: async (address: string, init: RequestInit) => {
        asked += 1;
        const goesWrong = asked === first || asked === first + 1;
        if (goesWrong && trouble === "unreached") throw new TypeError("the network is gone");
        if (goesWrong && trouble === 503) return new Response("busy", { status: 503 });
        hub.trouble = goesWrong && trouble === "cut-short" ? trouble : null;
        return fetch(address, init);
      },
    };
    const file = await openHubFile(own.files[0]!, flaky);
    const bytes = await file.range(0, made.length, made.length);
    expect([asked, bytes.length, came]).toEqual([4, made.length, 1 + made.length]);
  },
);

test("only the beginning of a large file is fetched for its first images", async (context) => {
  const bytes = hub.files.get("/datasets/ylecun/mnist/test.parquet");
  context.skip(!bytes, "../shared/data/parquet is absent");
  const file = { split: "test", path: "/datasets/ylecun/mnist/test.parquet", bytes: bytes!.length } as const;
  const { images } = await read({ set: { id: "ylecun/mnist", config: "mnist", files: [file] }, first: 150 });
  expect([images.size, images.training.labels.length]).toEqual([[28, 28, 1], 150]);
  // Two row groups of 100 rows of 100, and the table of contents.
  expect(hub.sent).toBeLessThan(bytes!.length / 10);
});

describe("refuses with its reason", () => {
  test.each([
    ["404", { kind: "status", status: 404 }],
    ["silent", { kind: "silent", seconds: 0.3 }],
    ["no-ranges", { kind: "whole" }],
    ["cut-short", { kind: "cut" }],
    ["wrong-bytes", { kind: "damaged" }],
  ] as const)("a host that answers: %s", async (trouble, expected) => {
    hub.trouble = trouble;
    expect(await faultOf(read({ set: own, first: null }))).toMatchObject(expected);
  });

  test("a host that is not there", async () => {
    const nobody = { ...parts(), origin: "http://127.0.0.1:9" };
    expect(await faultOf(openHubFile(own.files[0]!, nobody))).toMatchObject({ kind: "unreached" });
  });

  test("a file that is larger than was agreed to, before it is fetched", async () => {
    const small = { ...own, files: [{ ...own.files[0]!, bytes: 100 }] };
    expect(await faultOf(read({ set: small, first: null }))).toEqual({
      kind: "larger",
      agreed: 100,
      found: made.length,
    });
    expect(hub.sent).toBe(1);
  });

  test("a set of more bytes than allowed, before anything is asked for", async () => {
    const large = { ...own, files: [{ ...own.files[0]!, bytes: usualLimits.bytes + 1 }] };
    expect(await faultOf(read({ set: large, first: null }))).toMatchObject({ kind: "limit", what: "bytes" });
    expect(hub.sent).toBe(0);
  });

  test.each([
    ["images", { images: 2 * imagesMade - 1 }],
    ["unpacked", { unpacked: large.length }],
  ] as const)("more %s than allowed, before they are fetched", async (what, limits) => {
    const budget = new Budget({ ...usualLimits, ...limits }, () => 0);
    const files = own.files.map(({ split, path }) => {
      return { split, path: path.replace("own", "large"), bytes: large.length };
    });
    const open = (file: HubSet["files"][number]) => openHubFile(file, parts());
    const reading = readHubSet({ set: { ...own, files }, first: null }, open, decodePng, budget);
    expect(await faultOf(reading)).toMatchObject({ kind: "limit", what });
    // Of each file a byte, which comes with its size, and its end.
    expect(hub.sent).toBe(2 * (1 + 2 ** 17));
  });

  test("a file that is no Parquet", async () => {
    const zeros = {
      ...own,
      files: [{ split: "training", path: "/datasets/me/zeros/train.parquet", bytes: 1000 } as const],
    };
    expect(await faultOf(read({ set: zeros, first: null }))).toMatchObject({ kind: "damaged" });
  });
});

test("the list of a set's files becomes its configurations", async () => {
  const url = "https://huggingface.co/datasets/me/own/resolve/refs%2Fconvert%2Fparquet/default/train/0000.parquet";
  const one = {
    dataset: "me/own",
    config: "default",
    split: "train",
    url,
    filename: "0000.parquet",
    size: made.length,
  };
  hub.files.set("/parquet?dataset=me%2Fown", Buffer.from(JSON.stringify({ parquet_files: [one] })));
  expect(setsListed("me/own", await hubList("me/own", parts()))).toEqual([
    {
      id: "me/own",
      config: "default",
      files: [{ split: "training", path: new URL(url).pathname, bytes: made.length }],
    },
  ]);
  hub.files.set("/parquet?dataset=me%2Fown", Buffer.from("<html>"));
  expect(await faultOf(hubList("me/own", parts()))).toEqual({ kind: "answer" });
});
