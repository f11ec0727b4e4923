import { reasonOf } from "../core/bad-input.ts";

/** What the system says of a file, without its code and the path, which the sentence around it names. */
export function systemReason(error: unknown): string {
  return reasonOf(error)
    .replace(/^E[A-Z0-9]+: (.*?), [a-z]+(?: '.*')?$/s, "$1")
    .replace("illegal operation on a directory", "it is a folder");
}
