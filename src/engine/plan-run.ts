/** A plan, run by run: for each seed every experiment, so that partial results are already comparable. */
import type { Data, Experiment, Plan, TrainedTeacherFile } from "../core/experiment.ts";
import { lessonsOf } from "../core/lessons.ts";
import { hasTeacher, teacherKey, teacherSeed } from "../core/plan-runs.ts";
import type { ImageSet } from "../core/images.ts";
import type { RunKey } from "../core/report.ts";
import type { Checkpoint } from "./checkpoints.ts";
import type { EngineParts, Reports } from "./parts.ts";
import { StudentRun } from "./run.ts";
import type { TrainedTeacher } from "./trained-teacher.ts";
import { TeacherTraining } from "./teacher.ts";

export interface PlanParts extends EngineParts {
  readonly openImages: (data: Data) => Promise<ImageSet>;
  /** Reads and checks a teacher that ships with the lab, or was kept. */
  readonly openTeacher: (teacher: TrainedTeacherFile, experiment: Experiment) => Promise<TrainedTeacher>;
}

/** What one iteration of one run reported; `active` can be kept as a checkpoint until the next is asked for. */
export interface PlanReports {
  readonly run: RunKey;
  readonly reports: Reports;
  readonly active: ActiveRun;
}

export interface ActiveRun {
  readonly teacher: TrainedTeacher | null;
  readonly student: StudentRun | null;
  /** Null before a run with a shared teacher has begun: there is nothing of its own to keep. */
  readonly checkpoint: (() => Promise<Checkpoint>) | null;
}

/** Teachers trained or read so far, by key. */
export type TeacherShelf = Map<string, TrainedTeacher>;

export async function* runOne(
  plan: Plan,
  experiment: Experiment,
  seed: number,
  shelf: TeacherShelf,
  from: Checkpoint | null,
  parts: PlanParts,
): AsyncGenerator<PlanReports, void> {
  const run: RunKey = { experiment: experiment.name, seed };
  const images = await parts.openImages(experiment.data);
  let teacher: TrainedTeacher | null = null;
  const key = teacherKey(plan, experiment, seed);
  if (from?.phase === "student") teacher = from.teacher;
  else if (hasTeacher(plan, experiment)) {
    const known = shelf.get(key);
    teacher = known ?? (yield* openOrTrain(plan, experiment, seed, from, parts));
    // A shared teacher's training belongs to every run that learns from it.
    if (known) yield { run, reports: known.reports, active: { teacher, student: null, checkpoint: null } };
  }
  if (teacher) shelf.set(key, teacher);
  const earlier = from?.phase === "student" ? from.student : null;
  const student = await StudentRun.open({ experiment, seed, images, teacher, from: earlier }, parts);
  const active: ActiveRun = {
    teacher,
    student,
    checkpoint: async () => ({ phase: "student", teacher, student: await student.checkpoint() }),
  };
  try {
    for await (const reports of student.reports(parts)) yield { run, reports, active };
  } finally {
    student.dispose();
  }
}

/** The teacher of the runs with this seed. */
export async function* openOrTrain(
  plan: Plan,
  experiment: Experiment,
  seed: number,
  from: Checkpoint | null,
  parts: PlanParts,
): AsyncGenerator<PlanReports, TrainedTeacher> {
  const { teacher } = experiment;
  if (teacher.kind !== "recipe") return parts.openTeacher(teacher, experiment);
  const earlier = from?.phase === "teacher" ? from.training : null;
  const training = await TeacherTraining.open(
    {
      recipe: teacher,
      lessons: lessonsOf(teacher, experiment.data),
      seed: teacherSeed(plan, experiment, seed),
      openImages: parts.openImages,
      from: earlier,
    },
    parts,
  );
  const active: ActiveRun = {
    teacher: null,
    student: null,
    checkpoint: async () => ({ phase: "teacher", training: await training.checkpoint() }),
  };
  try {
    const iterations = training.train(parts);
    for (let next = await iterations.next(); ; next = await iterations.next()) {
      if (next.done) return next.value;
      yield { run: { experiment: experiment.name, seed }, reports: next.value, active };
    }
  } finally {
    training.dispose();
  }
}
