import type { FaultPlace } from "../../core/data-fault.ts";
import { faulty } from "./damage.ts";
import type { SourceFile } from "./files.ts";
import { emptyFolder } from "./files.ts";

const longestPath = 1000;

/** Where a file of an archive lies, below the archive's own path; a name that points out of it is refused. */
export function memberPath(archive: string, name: string, place: FaultPlace): string {
  const plain = plainPath(name);
  if (plain === null)
    throw faulty(archive, place, {
      kind: "unsupported",
      what: "member-name",
    });
  return `${archive}/${plain}`;
}

/** Of folders nothing is taken but their names: one that points out of the archive is none of its folders. */
export function memberFolders(archive: string, names: readonly string[]): SourceFile[] {
  const plain = names.map((name) => plainPath(name.replace(/[/\\]+$/, "")));
  return plain.flatMap((path) => (path === null ? [] : emptyFolder(`${archive}/${path}`)));
}

/** Null where it is not plain. */
function plainPath(name: string): string | null {
  const plain = name.replaceAll("\\", "/").replace(/^(?:\.\/)+/, "");
  const isPlain =
    plain.length <= longestPath &&
    !/\p{Cc}/u.test(plain) &&
    plain.split("/").every((part) => part !== "" && !/^\.\.?$/.test(part));
  return isPlain ? plain : null;
}
