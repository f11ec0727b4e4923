import type { Data } from "../../core/experiment.ts";
import type { Messages } from "../messages/messages.ts";

/** A set of images in words: one from elsewhere by the name of its file. */
export function setName({ setup }: Messages, data: Data): string {
  return data.kind === "stored" ? data.name : setup.dataKinds[data.kind];
}
