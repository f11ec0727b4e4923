/** Files that the lab wrote itself, among what a person gave: told by their first bytes and what they say of themselves. */
import { BadInput } from "../core/bad-input.ts";
import type { BundledTraining } from "../core/bundle.ts";
import { givenJson } from "../core/canonical.ts";
import { toDocumentOfAnySize } from "../core/document.ts";
import type { Document } from "../core/experiment.ts";
import type { LabFiles, TeacherBytes } from "../core/lab-files.ts";
import { claimsRuns, runFileOf } from "../core/run-file.ts";
import { tensorFileOf } from "../core/safetensors.ts";
import { teacherFactsKey, teacherFactsOf } from "../core/teacher-file.ts";
import { bundleIn, bundleLimits } from "./bundle/read-bundle.ts";
import type { Budget } from "./import/budget.ts";
import type { SourceFile } from "./import/files.ts";
import { nameOf } from "./import/files.ts";
import { gunzipped, isGzip } from "./import/gzip.ts";
import { isZip } from "./import/zip.ts";

/** More are a folder of something else. */
const mostFiles = 100;

type LabFile =
  | { readonly kind: "set-up"; readonly document: Document }
  | { readonly kind: "trainings"; readonly trainings: readonly BundledTraining[] }
  | { readonly kind: "teacher"; readonly teacher: TeacherBytes };

/**
 * `name` is of the file or folder that was given. Null where not every file is one of the lab's: they are images then, or nothing. Throws `BadInput` that names the file
 * where one is damaged, is of another lab's version, or cannot be opened along with the others.
 */
export async function labFilesIn(name: string, files: readonly SourceFile[], budget: Budget): Promise<LabFiles | null> {
  const has = (file: string) => files.some(({ path }) => nameOf(path) === file);
  if (has("result.json") && has("metrics.csv")) throw new BadInput({ code: "run-folder", name });
  if (files.length > mostFiles) return null;
  const found: LabFile[] = [];
  for (const file of files) {
    const one = await labFileIn(file, files.length === 1, budget);
    if (!one) return null;
    found.push(one);
  }
  const [first] = found;
  if (first?.kind === "set-up" && found.length === 1) return first;
  const trainings = found.flatMap((one) => (one.kind === "trainings" ? one.trainings : []));
  const teachers = found.flatMap((one) => (one.kind === "teacher" ? [one.teacher] : []));
  if (found.every(({ kind }) => kind === "trainings") && first) return { kind: "trainings", trainings };
  if (found.every(({ kind }) => kind === "teacher") && first) return { kind: "teachers", teachers };
  if (first) throw new BadInput({ code: "lab-files", file: files[0]!.path, count: files.length });
  return null;
}

/** A lone file that claims by its name to be one is refused where it is none; one among others may belong to images. */
async function labFileIn(file: SourceFile, isAlone: boolean, budget: Budget): Promise<LabFile | null> {
  const { path, bytes } = file;
  if (path.endsWith("/") || bytes > bundleLimits.bytes) return null;
  const head = await beginningOf(file);
  if (isZip(head)) {
    const trainings = await bundleIn(await file.read(), path, budget);
    return trainings && { kind: "trainings", trainings };
  }
  if (/\.safetensors$/i.test(path) || isTensors(head, bytes)) return teacherIn(await file.read(), path, isAlone);
  if (/\.json$/i.test(path) || isObject(head)) return inJson(textOf(await file.read()), path, isAlone);
  if (/\.json\.gz$/i.test(path) && isGzip(head)) return inJson(textOf(await unpacked(file, budget)), path, isAlone);
  return null;
}

const headBytes = 64;

async function beginningOf(file: SourceFile): Promise<Uint8Array> {
  const to = Math.min(headBytes, file.bytes);
  return file.range ? file.range(0, to, to) : (await file.read()).subarray(0, to);
}

async function unpacked(file: SourceFile, budget: Budget): Promise<Uint8Array> {
  const { path, bytes } = file;
  const whole = await file.read();
  return gunzipped({ path, bytes, range: async (from, to) => whole.subarray(from, to) }, budget);
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** `{` and a first key, as no picture, archive or table begins. */
function isObject(head: Uint8Array): boolean {
  return /^\s*\{\s*"/.test(textOf(head));
}

/** The length of a header that fits, and the header. */
function isTensors(head: Uint8Array, bytes: number): boolean {
  if (head.length < 9 || head[8] !== "{".charCodeAt(0)) return false;
  return new DataView(head.buffer, head.byteOffset).getBigUint64(0, true) <= BigInt(bytes - 8);
}

function teacherIn(bytes: Uint8Array, path: string, isAlone: boolean): LabFile | null {
  try {
    const { metadata } = tensorFileOf(bytes, path);
    if (teacherFactsOf(metadata[teacherFactsKey])) return { kind: "teacher", teacher: { name: nameOf(path), bytes } };
    throw new BadInput({ code: "teacher-file", file: path });
  } catch (error) {
    if (isAlone || !(error instanceof BadInput)) throw error;
    return null;
  }
}

function inJson(text: string, path: string, isAlone: boolean): LabFile | null {
  const value = givenJson(text);
  if (claimsRuns(value)) {
    const training = { file: runFileOf(text, path), ends: [], weights: new Map() };
    return { kind: "trainings", trainings: [training] };
  }
  if (isDocument(value)) return { kind: "set-up", document: toDocumentOfAnySize(value) };
  if (!isAlone) return null;
  throw new BadInput(
    /\.lab\.json$/i.test(path) ? { code: "run-file", file: path, version: null } : { code: "set-up-file", file: path },
  );
}

function isDocument(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    "kind" in value &&
    (value.kind === "experiment" || value.kind === "plan")
  );
}
