/** A training that comes from a file, as it is kept beside those that were trained here. */
import type { BundledTraining } from "../core/bundle.ts";
import { canonicalJson, hasSha256, sha256Of } from "../core/canonical.ts";
import { toPlan } from "../core/document.ts";
import { endsIn } from "../core/ends-in.ts";
import type { Plan } from "../core/experiment.ts";
import { runId } from "../core/plan-jobs.ts";
import { runsOf, teacherKey, teacherSeed } from "../core/plan-runs.ts";
import type { RunKey } from "../core/report.ts";
import { runFileText, type RunFile } from "../core/run-file.ts";
import { isSameRun, pageOrder } from "../core/run-order.ts";
import { tensorFileOf } from "../core/safetensors.ts";
import { teacherFactsKey, teacherFactsOf, type TeacherOrigin } from "../core/teacher-file.ts";
import type { TrainingRecord } from "../storage/training-record.ts";
import { studentKey, type MadeNetwork } from "../storage/trainings.ts";

/** Of equal contents the same id, so that what comes twice is kept once; null over plain http, where nothing can be hashed. */
export async function idOfFile(file: RunFile): Promise<string | null> {
  return hasSha256() ? `file-${await sha256Of(new TextEncoder().encode(runFileText(file)))}` : null;
}

/** `now` is in milliseconds since 1970. It has ended where every run that the file holds has. */
export function takenRecord({ document, environment, runs }: RunFile, id: string, now: number): TrainingRecord {
  const plan = toPlan(document);
  const ends = endsIn({ plan, runs });
  const ended = new Set(ends.map((end) => end.id));
  // A file may hold some of a plan's runs; the others are nobody's to wait for.
  const order = pageOrder(plan).filter((run) => runs.some((other) => isSameRun(other.run, run)));
  return {
    version: 1,
    id,
    document,
    begunAt: now,
    changedAt: now,
    environment,
    status: order.length > 0 && order.every((run) => ended.has(runId(run))) ? "finished" : "left",
    chunks: 0,
    checkpoints: [],
    results: ends.flatMap(({ run, how }) => (how.kind === "finished" ? [{ run, accuracy: how.result.last.test }] : [])),
    order,
    ends,
  };
}

/** The students and teachers of its runs, by the storage's keys; files of weights that are neither are left out. */
export async function takenNetworks({
  file,
  weights,
}: Pick<BundledTraining, "file" | "weights">): Promise<Map<string, MadeNetwork>> {
  const plan = toPlan(file.document);
  const runs = file.runs.map(({ run }) => run);
  const networks = new Map<string, MadeNetwork>();
  for (const [path, bytes] of weights) {
    const name = path.replace(/\.safetensors$/, "");
    const facts = teacherFactsOf(tensorFileOf(bytes, path).metadata[teacherFactsKey]);
    const key = facts ? keyOfTeacher(plan, runs, facts.origin) : keyOfStudent(runs, name);
    if (key !== null) networks.set(key, { sha256: await sha256Of(bytes), name, bytes });
  }
  return networks;
}

/** As the lab calls it in a bundle. */
function keyOfStudent(runs: readonly RunKey[], name: string): string | null {
  const run = runs.find((one) => name === `${runId(one)}-student`);
  return run ? studentKey(run) : null;
}

/** Null where no run learns from a teacher that came to be so. */
function keyOfTeacher(plan: Plan, runs: readonly RunKey[], origin: TeacherOrigin | null): string | null {
  if (!origin) return null;
  const made = canonicalJson([origin.recipe, origin.data, origin.seed]);
  const found = runsOf(plan).find(({ run, experiment }) => {
    const { teacher, data } = experiment;
    if (teacher.kind !== "recipe" || !runs.some((one) => isSameRun(one, run))) return false;
    return canonicalJson([teacher, teacher.data ?? data, teacherSeed(plan, experiment, run.seed)]) === made;
  });
  return found ? teacherKey(plan, found.experiment, found.run.seed) : null;
}
