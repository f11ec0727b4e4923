/** `lab export WHAT …`: what was set up or run, for other programs. */
import { statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { bundleBytes } from "../data/bundle/write-bundle.ts";
import { openImages } from "../data/open.ts";
import { cifarBytes } from "../data/cifar-file.ts";
import { BadInput } from "../core/bad-input.ts";
import { toPlan } from "../core/document.ts";
import type { Data } from "../core/experiment.ts";
import { splits } from "../core/images.ts";
import { dataIn } from "../core/stored-choice.ts";
import { pytorchFileName, pytorchProgram } from "../core/pytorch/program.ts";
import { labVersion } from "../core/version.ts";
import { FolderFiles } from "./folder-files.ts";
import { planRunIn, trainingIn } from "./folder-trainings.ts";
import { namedDocument } from "./named-document.ts";

const chosenRates = "name the folder that plan --out wrote for the rates that were chosen.";
const uses = "Use export pytorch NAME --out DIR, or export bundle DIR --out FILE.zip.";

export async function exportCommand([what, name, option, out, ...more]: string[]): Promise<void> {
  if (name === undefined || option !== "--out" || out === undefined || more.length > 0) throw new BadInput(uses);
  switch (what) {
    case "pytorch":
      return exportPytorch(name, out);
    case "bundle":
      return exportBundle(name, out);
    default:
      throw new BadInput(`There is nothing called "${what}" to export. ${uses}`);
  }
}

/** A program for each experiment of a document, or of a folder that its runs were written into, and the images that exist nowhere else. */
async function exportPytorch(name: string, out: string): Promise<void> {
  const folder = new FolderFiles(out);
  const isRun = statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const plan = isRun ? await planRunIn(name) : toPlan(await namedDocument(name));
  if (plan.sweep && !isRun)
    process.stderr.write(`${name} tries rates first, and these programs have those that it names; ${chosenRates}
`);
  const { experiments } = plan;
  const programs = experiments.map((one) => [pytorchFileName(one), pytorchProgram(one, plan)] as const);
  for (const [file, text] of programs) {
    folder.write(file, text);
    process.stdout.write(`${folder.pathOf(file)}\n`);
  }
  const sets = experiments.flatMap(dataIn);
  const drawn = new Map(sets.flatMap((data) => (data.kind === "shapes" ? [[shapesFolder(data), data] as const] : [])));
  for (const [at, data] of drawn) {
    await writeImages(folder, at, data);
    process.stdout.write(`${folder.pathOf(at)}\n`);
  }
}

/** The runs of one folder in one file, which the page opens. */
async function exportBundle(folder: string, out: string): Promise<void> {
  const bytes = await bundleBytes([await trainingIn(folder)], labVersion);
  new FolderFiles(dirname(out)).write(basename(out), bytes);
  process.stdout.write(`${out}: ${bytes.length} bytes\n`);
}

type Shapes = Extract<Data, { kind: "shapes" }>;

function shapesFolder({ training, validation, test, classes, difficulty, seed }: Shapes): string {
  return `shapes-${training}-${validation}-${test}-${classes}-${difficulty}-s${seed}`;
}

async function writeImages(folder: FolderFiles, at: string, data: Shapes): Promise<void> {
  const nowhere = async () => {
    throw new Error("drawn images are read from no file");
  };
  const images = await openImages(
    data,
    nowhere,
    async () => null,
    () => {},
  );
  for (const split of splits) folder.write(`${at}/${split}.bin`, cifarBytes(images[split]));
}
