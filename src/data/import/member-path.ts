import { faulty } from "./budget.ts";

const longestPath = 1000;

/** Where a file of an archive lies, below the archive's own path; a name that points out of it is refused. */
export function memberPath(archive: string, name: string, place: string): string {
  const plain = name.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "");
  const parts = plain.split("/");
  const isPlain =
    plain.length <= longestPath &&
    !/\p{Cc}/u.test(plain) &&
    parts.every((part) => part !== "" && !/^\.\.?$/.test(part));
  if (!isPlain)
    throw faulty(archive, place, {
      kind: "unsupported",
      what: "a file whose name is empty, absolute or leads out of the archive",
      wayOut: "pack it again from inside its folder",
    });
  return `${archive}/${plain}`;
}
