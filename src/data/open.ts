import type { Data } from "../core/experiment.ts";
import type { ImageSet } from "../core/images.ts";
import { openFashionMnist } from "./fashion-mnist.ts";
import type { OnProgress, ReadFile } from "./shard.ts";
import { openShapes } from "./shapes.ts";
import type { FindStored } from "./stored.ts";
import { openStored } from "./stored.ts";

/** The images of an experiment, ready for a run; paths are relative to the lab's public folder. */
export function openImages(
  data: Data,
  readFile: ReadFile,
  findStored: FindStored,
  onProgress: OnProgress,
): Promise<ImageSet> {
  switch (data.kind) {
    case "fashion-mnist":
      return openFashionMnist(data, readFile, onProgress);
    case "shapes":
      return openShapes(data, onProgress);
    case "stored":
      return openStored(data, findStored, onProgress);
    default:
      return data satisfies never;
  }
}
