/** Pictures in a folder for each class, and perhaps one above for each split: `train/cat/1.png`. */
import { BadInput } from "../../core/bad-input.ts";
import type { Split } from "../../core/images.ts";
import { splits } from "../../core/images.ts";
import type { Budget } from "./budget.ts";
import { faulty } from "./damage.ts";
import type { SourceFile } from "./files.ts";
import { foldersOf, splitIn } from "./files.ts";
import type { Part } from "./part.ts";
import { PictureStack, stackedParts, type Stacked } from "./picture-stack.ts";
import type { DecodePicture } from "./picture.ts";

export function isPictureName(path: string): boolean {
  return /\.(?:png|jpe?g|webp)$/i.test(path);
}

interface Placed {
  readonly file: SourceFile;
  /** Null where no folder above its class's names one. */
  readonly split: Split | null;
  /** Of its class's folder. */
  readonly name: string;
}

interface FolderParts {
  readonly parts: readonly Part[];
  /**
   * Pictures that are damaged, and those of a split that lie in no folder of a class, as those that a contest keeps the
   * answers of.
   */
  readonly ignored: readonly string[];
}

/** Classes are in the order of their names. `root` is the folder or archive that was given. */
export async function folderParts(
  root: string,
  files: readonly SourceFile[],
  decode: DecodePicture,
  budget: Budget,
): Promise<FolderParts> {
  const all = files.map((file) => placedIn(root, file)).toSorted((a, b) => (a.file.path < b.file.path ? -1 : 1));
  // Beside folders of splits, one that is named as a split is one, and no class.
  const hasSplits = all.some(({ split }) => split !== null);
  const isPlaced = ({ split, name }: Placed) => !hasSplits || split !== null || splitIn(name) === null;
  const placed = all.filter(isPlaced);
  const classes = [...new Set(placed.map(({ name }) => name))].toSorted();
  budget.allow("classes", classes.length, root);
  if (classes.length < 2) throw faulty(root, null, { kind: "missing", what: "class-folders" });
  const ignored = all.filter((one) => !isPlaced(one)).map(({ file }) => file.path);
  const stacked: Stacked[] = [];
  const filled = new Set<string>();
  for (const split of splits) {
    const own = placed.filter((one) => (one.split ?? "training") === split);
    if (own.length === 0) continue;
    const stack = new PictureStack(root, decode, budget);
    for (const [index, { file, name }] of own.entries()) {
      budget.tick(root, index, own.length);
      const bytes = await file.read();
      try {
        await stack.add(bytes, file.path, classes.indexOf(name));
        filled.add(name);
      } catch (error) {
        if (!isDamaged(error)) throw error;
        ignored.push(file.path);
      }
    }
    if (stack.count > 0) stacked.push({ stack, split, classes });
  }
  if (filled.size < 2) throw faulty(root, null, { kind: "missing", what: "readable-classes" });
  return { parts: stackedParts(stacked), ignored };
}

/** One picture that cannot be read does not cost the others. */
function isDamaged(error: unknown): boolean {
  return error instanceof BadInput && error.problem.code === "data-file" && error.problem.fault.kind === "damaged";
}

function placedIn(root: string, file: SourceFile): Placed {
  const folders = foldersOf(file.path.slice(root.length + 1));
  const name = folders.at(-1);
  if (name === undefined) throw faulty(file.path, null, { kind: "missing", what: "class-folder" });
  const split = folders
    .slice(0, -1)
    .map(splitIn)
    .findLast((found) => found !== null);
  return { file, split: split ?? null, name };
}
