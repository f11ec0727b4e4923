/** What a host in the hub's place may answer: lists of files, and parts of files that are not what was asked for. */
import fc from "fast-check";
import { BadInput } from "../../core/bad-input.ts";
import type { Json } from "../../core/canonical.ts";
import type { HubOrder } from "../../core/hub.ts";
import { hubHost, hubListHost, readySets, setsListed } from "../../core/hub.ts";
import { splits } from "../../core/images.ts";
import { Budget } from "../../data/import/budget.ts";
import type { FoundSet } from "../../data/import/found-set.ts";
import { readHubSet } from "../../data/import/hub-set.ts";
import { decodePng } from "../../data/import/png.ts";
import type { HubParts } from "../../worker/hub-file.ts";
import { hubList, openHubFile } from "../../worker/hub-file.ts";
import { classesMade, labelsMade, pngFile, randomPixels } from "../image-file-makers.ts";
import { parquetFile } from "../parquet-maker.ts";
import type { ByteDamage } from "./byte-damage.ts";
import { byteDamages, damagedBytes } from "./byte-damage.ts";
import { fraction } from "./fraction.ts";
import { checkWhole, imagesOf, keyOf, limits } from "./images.ts";
import type { Tried } from "./outcome.ts";

/** As the hub lists a set; what the lab has no use for is in it too. */
export const hubAnswers: readonly Json[] = [
  {
    parquet_files: ["train", "validation", "test"].map((split, index) => ({
      dataset: "me/insects",
      config: "default",
      split,
      url: `https://${hubHost}/datasets/me/insects/resolve/refs%2Fconvert%2Fparquet/default/${split}/0000.parquet`,
      filename: "0000.parquet",
      size: 1000 * index + 7,
    })),
    pending: [],
    failed: [],
    partial: false,
  },
  {
    parquet_files: [...readySets.values()].flatMap(({ id, config, files }) =>
      files.map(({ path, bytes, split }) => ({
        dataset: id,
        config,
        split: split === "training" ? "train" : split,
        url: `https://${hubHost}${path}`,
        filename: path.split("/").at(-1)!,
        size: bytes,
      })),
    ),
  },
];

const id = "me/insects";

function partsFor(host: string, answer: () => Response): HubParts {
  const fetch = () => Promise.resolve(answer());
  return { origin: `https://${host}`, fetch, silenceMs: 10_000, retryMs: 0, onBytes: () => {} };
}

/** Throws what is neither a refusal nor sets that lie at the hub. */
export async function tryHubList(row: string, text: string): Promise<Tried> {
  try {
    const sets = setsListed(
      id,
      await hubList(
        id,
        partsFor(hubListHost, () => new Response(text)),
      ),
    );
    for (const set of sets) {
      if (set.id !== id || set.files.length === 0) throw new Error("a set of another id, or of no file");
      for (const { split, path, bytes } of set.files) {
        if (!splits.includes(split) || !Number.isInteger(bytes) || bytes < 0) throw new Error("no file of a set");
        const { host, pathname } = new URL(`https://${hubHost}${path}`);
        if (host !== hubHost || !pathname.startsWith("/datasets/")) throw new Error("a file that lies elsewhere");
      }
    }
    return { row, kind: "accepted" };
  } catch (error) {
    if (!(error instanceof BadInput) || error.problem.code !== "hub") throw error;
    return {
      row,
      kind: error.problem.fault.kind === "answer" && !isList(text) ? "refused at the door" : "refused inside",
    };
  }
}

function isList(text: string): boolean {
  try {
    return "parquet_files" in (JSON.parse(text) as object);
  } catch {
    return false;
  }
}

const pixels = randomPixels(300);
const images = labelsMade.length;
const pngs = Array.from({ length: images }, (_, i) => pngFile(10, 10, 3, pixels.subarray(300 * i, 300 * (i + 1))));
const names = Array.from({ length: classesMade }, (_, i) => `class ${i}`);
const parquet = parquetFile(pngs, [...labelsMade], names, 4);
const known = new Set(Array.from({ length: images }, (_, i) => keyOf(pixels.subarray(300 * i, 300 * (i + 1)))));

const answerDamage = fc.record({
  /** Which of the answers, from the first. */
  at: fc.nat({ max: 5 }),
  act: fc.oneof(
    fc.record({
      kind: fc.constant("status" as const),
      status: fc.constantFrom(200, 204, 206, 403, 404, 416, 429, 500),
    }),
    fc.record({ kind: fc.constant("length" as const), by: fc.integer({ min: -40, max: 40 }) }),
    // Bytes from elsewhere in the file, as many as were asked for.
    fc.record({ kind: fc.constant("shift" as const), by: fraction }),
    fc.record({
      kind: fc.constant("range" as const),
      says: fc.constantFrom("", "bytes 0-0/1", "bytes 5-9/*", "bytes 0-0/99999999999", "bytes x", "items 0-1/2"),
    }),
    fc.record({ kind: fc.constant("bytes" as const), damages: byteDamages }),
    fc.record({ kind: fc.constant("broken" as const) }),
  ),
});
type AnswerDamage = typeof answerDamage extends fc.Arbitrary<infer T> ? T : never;
/** None, too: then the file itself is damaged. */
export const answerDamages: fc.Arbitrary<AnswerDamage[]> = fc.array(answerDamage, { maxLength: 3 });

export interface HubFileInput {
  readonly answers: readonly AnswerDamage[];
  /** Of the file behind the answers. */
  readonly damages: readonly ByteDamage[];
  readonly first: number | null;
}

function answered(file: Uint8Array, init: RequestInit, damages: readonly AnswerDamage[]): Response {
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec((init.headers as { Range: string }).Range)!.map(Number);
  let [status, body] = [206, file.slice(from, to! + 1)];
  let says = `bytes ${from}-${to}/${file.length}`;
  for (const { act } of damages) {
    if (act.kind === "status") ({ status } = act);
    else if (act.kind === "length") body = new Uint8Array(Math.max(0, body.length + act.by));
    else if (act.kind === "shift") {
      const at = Math.floor(act.by * Math.max(1, file.length - body.length));
      body = file.slice(at, at + body.length);
    } else if (act.kind === "range") ({ says } = act);
    else if (act.kind === "bytes") body = Uint8Array.from(damagedBytes(body, act.damages));
    else throw new TypeError("network error");
  }
  return new Response(status === 204 ? null : body, { status, headers: { "Content-Range": says } });
}

/** Throws what is neither a refusal nor images that stand in the whole file. */
export async function tryHubFile(row: string, { answers, damages, first }: HubFileInput): Promise<Tried> {
  const file = damagedBytes(parquet, damages);
  let asked = 0;
  const parts: HubParts = {
    ...partsFor(hubHost, () => new Response()),
    fetch: async (_address, init) => {
      const own = answers.filter(({ at }) => at === asked);
      asked += 1;
      return answered(file, init, own);
    },
  };
  const set = {
    id,
    config: "default",
    files: [{ split: "training", path: "/datasets/a", bytes: parquet.length }],
  } as const;
  const order: HubOrder = { set, first };
  let found: FoundSet;
  try {
    found = await readHubSet(
      order,
      (one) => openHubFile(one, parts),
      decodePng,
      new Budget(limits, () => performance.now()),
    );
  } catch (error) {
    if (!(error instanceof BadInput) || !["hub", "data-file"].includes(error.problem.code)) throw error;
    return { row, kind: asked <= 1 ? "refused at the door" : "refused inside" };
  }
  checkWhole(found);
  for (const image of imagesOf(found))
    if (!known.has(keyOf(image))) throw new Error("an image that the file does not hold");
  return { row, kind: "accepted" };
}
