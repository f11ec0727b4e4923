/** A set of the Hugging Face hub, from as much of its Parquet files as is asked for. */
import { bytesOf, hubName } from "../../core/hub.ts";
import type { HubFile, HubOrder } from "../../core/hub.ts";
import type { Split } from "../../core/images.ts";
import type { Budget } from "./budget.ts";
import type { FoundSet } from "./found-set.ts";
import { foundSet } from "./found-set.ts";
import type { RangedFile } from "./files.ts";
import type { ParquetFile } from "./parquet.ts";
import { askedOf, openParquet, parquetPictures } from "./parquet.ts";
import { stackedParts, type Stacked } from "./picture-stack.ts";
import type { DecodePicture } from "./picture.ts";

/** Throws `BadInput` that names the file and the place, within the budget's limits. */
export async function readHubSet(
  order: HubOrder,
  open: (file: HubFile) => Promise<RangedFile>,
  decode: DecodePicture,
  budget: Budget,
): Promise<FoundSet> {
  const stacked: Stacked[] = [];
  const asked = await askedFiles(order, open, budget);
  // Each is let go when it is read: what was fetched of it is as large as its images.
  for (let next = asked.shift(); next; next = asked.shift()) {
    const { file, most, split } = next;
    stacked.push({ ...(await parquetPictures(file, most, decode, budget)), split });
  }
  return foundSet(hubName(order), stackedParts(stacked), null, [], budget);
}

/**
 * The files of which images are to be fetched, and how many: what the hub's list and the files' tables of contents say
 * is held against the limits before anything else is fetched.
 */
async function askedFiles(order: HubOrder, open: (file: HubFile) => Promise<RangedFile>, budget: Budget) {
  const { set, first } = order;
  const name = hubName(order);
  if (first === null) budget.allow("bytes", bytesOf(set), name);
  const counts: Record<Split, number> = { training: 0, validation: 0, test: 0 };
  const asked: { readonly file: ParquetFile; readonly most: number | null; readonly split: Split }[] = [];
  let unpacked = 0;
  for (const file of set.files) {
    const { split } = file;
    const most = first === null ? null : first - counts[split];
    if (most === 0) continue;
    const opened = await openParquet(await open(file));
    const own = askedOf(opened, most);
    counts[split] += own.rows;
    unpacked += own.unpacked;
    budget.allow("images", counts.training + counts.validation + counts.test, name);
    budget.allow("unpacked", unpacked, name);
    asked.push({ file: opened, most, split });
  }
  return asked;
}
