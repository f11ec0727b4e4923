/** A set of the Hugging Face hub, from as much of its Parquet files as is asked for. */
import { hubName } from "../../core/hub.ts";
import type { HubFile, HubOrder } from "../../core/hub.ts";
import type { Split } from "../../core/images.ts";
import type { Budget } from "./budget.ts";
import type { FoundSet } from "./found-set.ts";
import { foundSet } from "./found-set.ts";
import type { RangedFile } from "./files.ts";
import { parquetPictures } from "./parquet.ts";
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
  const counts: Record<Split, number> = { training: 0, validation: 0, test: 0 };
  for (const file of order.set.files) {
    const left = order.first === null ? null : order.first - counts[file.split];
    if (left === 0) continue;
    const pictures = await parquetPictures(await open(file), left, decode, budget);
    counts[file.split] += pictures.stack.count;
    stacked.push({ ...pictures, split: file.split });
  }
  return foundSet(hubName(order), stackedParts(stacked), null, [], budget);
}
