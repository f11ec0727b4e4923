/**
 * The import worker: reads what somebody gave, keeps it, and tells the page what was found. It is a cage: whatever a file
 * does to a reader, the page ends the worker. It serves one command.
 */
import { BadInput, reasonOf } from "../core/bad-input.ts";
import type { FoundImages } from "../core/found-images.ts";
import type { HubFile } from "../core/hub.ts";
import { hubHost, hubListHost, setsListed } from "../core/hub.ts";
import { labVersion } from "../core/version.ts";
import { bundleLimits } from "../data/bundle/read-bundle.ts";
import { bundleBytes } from "../data/bundle/write-bundle.ts";
import { statisticsOf } from "../data/statistics.ts";
import { Budget, usualLimits } from "../data/import/budget.ts";
import type { Limits } from "../data/import/budget.ts";
import { contactSheet, oddSheet } from "../data/import/contact-sheet.ts";
import type { FoundSet } from "../data/import/found-set.ts";
import { readHubSet } from "../data/import/hub-set.ts";
import type { DecodePicture } from "../data/import/picture.ts";
import { readImages } from "../data/import/read.ts";
import { summaryOf } from "../data/import/summary.ts";
import { labFilesIn } from "../data/lab-files.ts";
import { importCommandIn } from "../protocol/import-schema.ts";
import type { GivenFile, ImportCommand, ImportEvent } from "../protocol/import-messages.ts";
import { outlineOf } from "../core/stored-choice.ts";
import { Blobs } from "../storage/blobs.ts";
import { LabDatabase } from "../storage/database.ts";
import { whileNobodyWrites } from "../storage/image-lock.ts";
import { isKept, keepSet, keptSet } from "../storage/image-sets.ts";
import { StorageTrouble } from "../storage/trouble.ts";
import { browserPictures } from "./browser-pictures.ts";
import { givenFile } from "./given-file.ts";
import { hubList, openHubFile } from "./hub-file.ts";
import { ProgressPost } from "./progress-post.ts";

const send = (event: ImportEvent, transfer: Transferable[] = []): void => postMessage(event, { transfer });
const now = () => performance.now();
const blobs = new Blobs(new LabDatabase());
const progress = new ProgressPost(send, now);

/** How long the hub may send nothing. */
const silenceMs = 30_000;
/** Fetching goes at the pace of the network; silence ends it earlier. */
const fetchLimits: Limits = { ...usualLimits, milliseconds: 3_600_000 };
/** What a person looks over of each class, and of each kind of odd ones. */
const sheetImages = 8;
/** Of odd ones, so many are named. */
const mostExamples = 20;

addEventListener("message", ({ data }: MessageEvent<unknown>) => {
  const command = importCommandIn(data);
  if (!command) return send({ type: "refused", problem: { code: "worker", fault: "unread" } });
  serve(command).catch((error: unknown) => {
    if (error instanceof BadInput) send({ type: "refused", problem: error.problem });
    else send({ type: "failed", reason: reasonOf(error) });
  });
});

// hyparquet can fail beside the promise that is awaited.
addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  send({ type: "failed", reason: reasonOf(event.reason) });
});

async function serve(command: ImportCommand): Promise<void> {
  switch (command.type) {
    case "read":
      return read(command.name, command.files);
    case "pack": {
      const bytes = await bundleBytes(command.trainings, labVersion);
      return send({ type: "packed", bytes }, [bytes.buffer]);
    }
    case "list":
      return send({ type: "listed", sets: setsListed(command.id, await hubList(command.id, hubParts(hubListHost))) });
    case "fetch": {
      const { order } = command;
      const pictures = countedPictures();
      const budget = new Budget(fetchLimits, now, (reading) => progress.reading("fetching", reading));
      const open = (file: HubFile) => openHubFile(file, hubParts(hubHost));
      return found(await readHubSet(order, open, pictures.decode, budget), pictures.count());
    }
    case "open": {
      const { name, sha256 } = command;
      progress.say("looking", name);
      const set = await keptSet(blobs, sha256);
      if (!set) throw new BadInput({ code: "data-missing", name, sha256 });
      return show(set, 0, null);
    }
    default:
      return command satisfies never;
  }
}

function hubParts(host: string) {
  const fetchFrom = (address: string, init: RequestInit) => fetch(address, init);
  return {
    origin: `https://${host}`,
    fetch: fetchFrom,
    silenceMs,
    retryMs: 1000,
    onBytes: (bytes: number) => progress.came(bytes),
  };
}

async function read(name: string, given: readonly GivenFile[]): Promise<void> {
  const files = given.map(({ path, file }) => givenFile(path, file));
  const budgetWithin = (limits: Limits) => new Budget(limits, now, (reading) => progress.reading("reading", reading));
  const own = await labFilesIn(name, files, budgetWithin(bundleLimits));
  if (own) return send({ type: "lab-files", files: own });
  const pictures = countedPictures();
  return found(await readImages(name, files, pictures.decode, budgetWithin(usualLimits)), pictures.count());
}

function countedPictures(): { readonly decode: DecodePicture; readonly count: () => number } {
  let count = 0;
  const decode = browserPictures(() => {
    count += 1;
  });
  return { decode, count: () => count };
}

/** Kept first: a person who has seen it may reload the page. */
async function found(set: FoundSet, decodedHere: number): Promise<void> {
  try {
    await whileNobodyWrites(set.sha256, async () => {
      if (!(await isKept(blobs, set.sha256))) await keep(set);
    });
    show(set, decodedHere, null);
  } catch (error) {
    if (!(error instanceof StorageTrouble)) throw error;
    show(set, decodedHere, { code: error.code, images: set.images });
  }
}

async function keep(set: FoundSet): Promise<void> {
  const { name, sha256 } = set;
  progress.say("keeping", name);
  send({ type: "keeping", sha256 });
  await keepSet(blobs, set, Date.now(), (done, total) => progress.reading("keeping", { file: name, done, total }));
}

function show(set: FoundSet, decodedHere: number, unkept: FoundImages["unkept"]): void {
  progress.say("looking", set.name);
  const summary = summaryOf(set);
  const { classes, duplicates, leaks, oneColour, refitted, ignored, empty } = summary;
  const { images, name, sha256 } = set;
  const sheet = contactSheet(images, sheetImages);
  const odd = <T>(all: readonly T[]) => ({ count: all.length, examples: all.slice(0, mostExamples) });
  const shown: FoundImages = {
    outline: outlineOf(name, sha256, images),
    classes,
    ...statisticsOf(images.training, images.size),
    sheet,
    oddSheet: oddSheet(images, summary, sheetImages),
    duplicates: odd(duplicates),
    leaks,
    oneColour: odd(oneColour),
    refitted: odd(refitted),
    ignored: odd(ignored),
    empty,
    decodedHere,
    unkept,
  };
  const own = unkept ? [images.training, images.validation, images.test] : [];
  const buffers = [sheet.pixels, ...own.flatMap(({ labels, pixels }) => [labels, pixels])].map(({ buffer }) => buffer);
  send({ type: "found", found: shown }, [...new Set(buffers.filter((buffer) => buffer instanceof ArrayBuffer))]);
}
