/** Pictures in a folder for each class, and perhaps one above for each split: `train/cat/1.png`. */
import type { Split } from "../../core/images.ts";
import { splits } from "../../core/images.ts";
import type { Budget } from "./budget.ts";
import { faulty } from "./budget.ts";
import type { SourceFile } from "./files.ts";
import { foldersOf, splitIn } from "./files.ts";
import type { Part } from "./part.ts";
import { PictureStack } from "./picture-stack.ts";
import type { DecodePicture } from "./picture.ts";

export function isPictureName(path: string): boolean {
  return /\.(?:png|jpe?g|webp)$/i.test(path);
}

interface Placed {
  readonly file: SourceFile;
  readonly split: Split;
  readonly name: string;
}

/** Classes are in the order of their names. `root` is the folder or archive that was given. */
export async function folderParts(
  root: string,
  files: readonly SourceFile[],
  decode: DecodePicture,
  budget: Budget,
): Promise<Part[]> {
  const placed = files.map((file) => placedIn(root, file)).toSorted((a, b) => (a.file.path < b.file.path ? -1 : 1));
  const classes = [...new Set(placed.map(({ name }) => name))].toSorted();
  budget.allow("classes", classes.length, root);
  if (classes.length < 2)
    throw faulty(root, null, { kind: "missing", what: "a folder for each of at least 2 classes" });
  const parts: Part[] = [];
  for (const split of splits) {
    const own = placed.filter((one) => one.split === split);
    if (own.length === 0) continue;
    const stack = new PictureStack(root, decode, budget);
    for (const [index, { file, name }] of own.entries()) {
      budget.tick(root, index, own.length);
      await stack.add(await file.read(), file.path, classes.indexOf(name));
    }
    parts.push(stack.part(split, classes));
  }
  return parts;
}

function placedIn(root: string, file: SourceFile): Placed {
  const folders = foldersOf(file.path.slice(root.length + 1));
  const name = folders.at(-1);
  if (name === undefined) throw faulty(file.path, null, { kind: "missing", what: "a folder that names its class" });
  const split = folders
    .slice(0, -1)
    .map(splitIn)
    .findLast((found) => found !== null);
  return { file, split: split ?? "training", name };
}
