/** `--teacher`: trained teachers from files, for the experiments of a plan that name one, or for all of them. */
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { BadInput } from "../core/bad-input.ts";
import { sha256Of } from "../core/canonical.ts";
import { toDocument, toPlan } from "../core/document.ts";
import type { Plan, StoredTeacher } from "../core/experiment.ts";
import { tensorFileOf } from "../core/safetensors.ts";
import { teacherFactsKey, teacherFactsOf } from "../core/teacher-file.ts";
import type { FindTeacher } from "../engine/sources.ts";
import { systemReason } from "./system-reason.ts";

export interface GivenTeachers {
  readonly plan: Plan;
  readonly paths: readonly string[];
  readonly findTeacher: FindTeacher;
}

interface TeacherFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: Uint8Array;
}

/**
 * Experiments that name a stored teacher get the file that has its hash: one of `paths`, or one beside the `document`'s own
 * file under the teacher's name. Where none names one, all learn from what is given. Throws `BadInput` where one is missing.
 */
export async function withTeachers(
  plan: Plan,
  paths: readonly string[],
  document: string | undefined,
): Promise<GivenTeachers> {
  const given = await Promise.all(paths.map(fileAt));
  const wanted = plan.experiments.flatMap(({ teacher }) => (teacher.kind === "stored" ? [teacher] : []));
  const beside = await Promise.all(wanted.flatMap((teacher) => besides(teacher, document)).map(fileAt));
  const files = [...given, ...beside];
  for (const { name, sha256 } of wanted) {
    if (!files.some((file) => file.sha256 === sha256)) throw missing(name, sha256, given);
  }
  const findTeacher: FindTeacher = async (sha256) => files.find((file) => file.sha256 === sha256)?.bytes ?? null;
  const [file, ...more] = given;
  const all = files.map(({ path }) => path);
  if (!file || wanted.length > 0) return { plan, paths: all, findTeacher };
  if (more.length > 0)
    throw new BadInput("The experiments name no stored teacher, so --teacher can be given once; name them in there.");
  const teacher = teacherIn(file);
  const experiments = plan.experiments.map((experiment) => ({ ...experiment, teacher }));
  return { plan: toPlan(toDocument({ ...plan, experiments })), paths: all, findTeacher };
}

/** Where a document's own teacher may lie beside it. */
function besides({ name }: StoredTeacher, document: string | undefined): string[] {
  if (document === undefined || !existsSync(document)) return [];
  const folder = dirname(document);
  return [join(folder, name), join(folder, `${name}.safetensors`)].filter((path) => existsSync(path));
}

async function fileAt(path: string): Promise<TeacherFile> {
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(readFileSync(path));
  } catch (error) {
    throw new BadInput(`--teacher ${path} cannot be read: ${systemReason(error)}; name a teacher's .safetensors file.`);
  }
  return { path, sha256: await sha256Of(bytes), bytes };
}

/** How an experiment names it. */
function teacherIn({ path, sha256, bytes }: TeacherFile): StoredTeacher {
  const facts = teacherFactsOf(tensorFileOf(bytes, path).metadata[teacherFactsKey]);
  if (!facts?.origin)
    throw new BadInput(`${path} does not say which network it is of; take a teacher.safetensors that this lab wrote.`);
  const name = basename(path, ".safetensors")
    .replaceAll(/[\p{C}/\\]/gu, "-")
    .slice(0, 80);
  return { kind: "stored", name, sha256, network: facts.origin.recipe.network };
}

function missing(name: string, sha256: string, given: readonly TeacherFile[]): BadInput {
  if (given.length === 0) return new BadInput({ code: "teacher-missing", name, sha256 }, "--teacher");
  const found = given.map((file) => `${file.path} (${file.sha256.slice(0, 8)}…)`).join(", ");
  return new BadInput(
    `The experiments learn from the teacher "${name}" (SHA-256 ${sha256.slice(0, 8)}…), but --teacher gives ${found}; give that file.`,
  );
}
