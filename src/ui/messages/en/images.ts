/** The words of own images: where they come from, what was found, what of it is used. */
import type { Split } from "../../../core/images.ts";
import type { StorageTroubleCode } from "../../../core/storage-trouble.ts";
import { exact, integer } from "../../numbers.ts";
import { formatsFor } from "../format.ts";

const { bytes, plural } = formatsFor("en");
const splits: Readonly<Record<Split, string>> = { training: "Training", validation: "Validation", test: "Test" };
const unkept: Readonly<Record<StorageTroubleCode, string>> = {
  none: "This browser keeps nothing for the page (a private window?). The images can be used until the page is closed.",
  newer: "A newer lab keeps its data here, so nothing is written. The images can be used until the page is closed.",
  blocked:
    "Another tab with an older lab is in the way, so nothing is written: close it. The images can be used until the page is closed.",
  full: "The disk, or the browser's share of it, is full. The images can be used until the page is closed.",
  gone: "What this browser kept for the lab was deleted. The images can be used until the page is closed.",
  failed: "The browser could not keep the images. They can be used until the page is closed.",
};

export const images = {
  images: {
    title: "Own images",
    openDialog: "Own images…",
    close: "Close",
    back: "Back",
    cancel: "Cancel",
    drop: "Drop images, or a file of the lab, to see what is in them",
    labFiles: "Files of the lab",
    taken: {
      trainings: (name: string, runs: number) =>
        `${name} holds ${runs === 1 ? "one run" : `${integer(runs)} runs`}; kept under Earlier. What is being trained stays on screen.`,
      teachers: (name: string, count: number) =>
        count === 1
          ? `The teacher of ${name} is kept in this browser. Choose it under “Trained teacher” in the set-up.`
          : `${integer(count)} teachers of ${name} are kept in this browser. Choose one under “Trained teacher” in the set-up.`,
    },
    files: "Files",
    forms:
      "CIFAR-10 or CIFAR-100 binary, IDX, .npz, .npy, Parquet, CSV of pixels, or a folder of PNG, JPEG or WebP for each class; as they are or in .zip, .tar, .gz. They are read in this browser and sent nowhere.",
    pickFiles: "Choose files…",
    pickFolder: "Choose a folder…",
    dropHint:
      "Or drop them anywhere on the page, or paste them. Set-ups, runs, bundles and teachers that the lab wrote are opened the same way.",
    kept: "In this browser",
    noneKept: "No own images yet.",
    show: "Look and use",
    showSet: (name: string) => `Look at and use ${name}`,
    remove: "Remove",
    askRemoval: (name: string, count: number) =>
      `${name} goes with its ${integer(count)} ${plural(count, "image", "images")}: set-ups that name it will ask for its files.`,
    inUse: (training: string) => `${training} is being trained on it: it can be removed when that has ended.`,
    removeSet: (name: string) => `Remove ${name} from this browser`,
    contents: (count: number, [height, width, channels]: readonly [number, number, number], classes: number) =>
      `${integer(count)} ${plural(count, "image", "images")} of ${height} × ${width}, ${channels === 3 ? "in colour" : "grey"}, ${integer(classes)} classes`,
    hub: "Hugging Face hub",
    hubHint: (host: string) =>
      `Nothing is asked of ${host} before you press the button below. What was fetched is kept here and needs no network again. Mind each set's own licence.`,
    hubSet: "Set",
    readySet: (name: string, id: string) => `${name} (${id})`,
    otherSet: "Another, by its id…",
    hubId: "Id",
    hubIdHint: "Owner and name, as in ylecun/mnist.",
    lookUp: (host: string) => `Look it up at ${host} (a few kB)`,
    config: "Configuration",
    first: "First images only",
    firstHint: "Of each split; empty: all.",
    fetch: (host: string, size: number) => `Fetch from ${host}, ${bytes(size)}`,
    fetchFirst: (host: string, size: number, first: number) =>
      `Fetch the first ${integer(first)} of each split from ${host}, a part of ${bytes(size)}`,
    doing: {
      reading: (file: string) => `Reading ${file}`,
      fetching: (file: string) => `Fetching ${file}`,
      looking: (file: string) => `Looking through ${file}`,
      keeping: (file: string) => `Keeping ${file} in this browser`,
    },
    fetched: (size: number) => `${bytes(size)} came`,
    progress: "Progress of the reading",
    missingTitle: "Images that are missing",
    missing: (name: string, digits: string) =>
      `This experiment learns from the images ${name} (SHA-256 ${digits}…), which are not in this browser. Drop that file or folder here; another is not taken for it.`,
    give: "Give the images…",
    asked: "These are the very images that the experiment asks for.",
    notAsked: (name: string, digits: string) =>
      `These are not the images that the experiment asks for (${name}, SHA-256 ${digits}…): their content differs.`,
    statistics: (mean: string, deviation: string) => `Training images: mean ${mean}, standard deviation ${deviation}`,
    hash: (digits: string) => `SHA-256 of the content ${digits}…`,
    unkept,
    decodedHere: (count: number) =>
      `${integer(count)} ${plural(count, "picture was", "pictures were")} decoded by this browser (JPEG, WebP): another browser may give other bits, and so another hash. PNG is the same everywhere.`,
    odd: "Odd ones out",
    nothingOdd: "Nothing odd: no image stands twice, none is of one colour, all have one size, no class is empty.",
    duplicates: (count: number) => `${integer(count)} ${plural(count, "image stands", "images stand")} twice`,
    leaks: (count: number) =>
      `${integer(count)} ${plural(count, "of these is", "of these are")} in the training images and in those that judge: results will look better than they are`,
    oneColour: (count: number) => `${integer(count)} ${plural(count, "image is", "images are")} of one colour`,
    refitted: (count: number) =>
      `${integer(count)} ${plural(count, "picture has", "pictures have")} another size than most: centred on black, or the middle averaged down`,
    empty: (count: number) => `${integer(count)} ${plural(count, "class has", "classes have")} no training image`,
    ignored: (count: number) =>
      `${integer(count)} ${plural(count, "file or folder was", "files or folders were")} left out: no image can be read there, or none with a class`,
    more: (count: number) => `and ${integer(count)} more`,
    place: (split: Split, index: number) => `${splits[split].toLowerCase()} ${integer(index)}`,
    classes: "Classes",
    className: "Class",
    splits,
    some: "Some of them",
    choices: "For the next run",
    balanced: "As many of each class",
    trainingOfEach: "Training images of each class",
    drawn: "The set has none of its own: they are drawn from the training images.",
    side: "Size",
    sideOf: (side: number) => `${integer(side)} × ${integer(side)}`,
    colours: "Colours",
    inColour: "Red, green, blue",
    inGrey: "Grey",
    seed: "Seed of the choice",
    seedNote: "Another seed draws other images.",
    range: (least: number, most: number) =>
      most < least
        ? "The set has too few images for that."
        : `Use a whole number from ${exact(least)} to ${exact(most)}.`,
    twoClasses: "Choose at least two classes.",
    use: "Use for the next run",
  },
};
