/** What is kept in this browser, as the screen lists it. */
import type { StorageTroubleCode } from "../core/storage-trouble.ts";
import type { TeacherFacts } from "../core/teacher-file.ts";
import { teacherFactsIn } from "../core/teacher-file.ts";
import type { BlobNote } from "../storage/blobs.ts";
import type { ExperimentRecord } from "../storage/experiments.ts";
import type { LabStorage } from "../storage/lab-storage.ts";
import { heldTrainings } from "../storage/locks.ts";
import type { TrainingRecord } from "../storage/training-record.ts";

export interface EarlierTraining extends TrainingRecord {
  /** Whether it is being trained, in this tab or another. */
  readonly isHeld: boolean;
  readonly hasTeachers: boolean;
}

export interface KeptTeacher {
  readonly sha256: string;
  readonly name: string;
  readonly keptAt: number;
  readonly facts: TeacherFacts;
}

export interface KeptLists {
  readonly trainings: readonly EarlierTraining[];
  readonly experiments: readonly ExperimentRecord[];
  readonly teachers: readonly KeptTeacher[];
  /** Records that are damaged, or of a newer lab; they are left alone. */
  readonly unreadable: number;
}

export interface SavedState extends KeptLists {
  /** Of this visit, where nothing was being saved; the latest first. */
  readonly visit: readonly EarlierTraining[];
  /** Why nothing is being saved; null while it is, or while nothing was to be. */
  readonly trouble: StorageTroubleCode | null;
}

/** Rejects with `StorageTrouble`. */
export async function keptLists({ trainings, experiments, blobs }: LabStorage): Promise<KeptLists> {
  const [ofTrainings, ofExperiments, notes, held] = await Promise.all([
    trainings.list(),
    experiments.list(),
    blobs.notes("teacher"),
    heldTrainings(),
  ]);
  return {
    trainings: ofTrainings.trainings.map((record) => ({
      ...record,
      isHeld: held.has(record.id),
      hasTeachers: ofTrainings.withTeachers.has(record.id),
    })),
    experiments: ofExperiments.experiments,
    teachers: notes.flatMap((note) => teacherIn(note) ?? []),
    unreadable: ofTrainings.unreadable + ofExperiments.unreadable,
  };
}

function teacherIn({ sha256, name, keptAt, about }: BlobNote): KeptTeacher | null {
  const facts = teacherFactsIn(about);
  return facts && { sha256, name, keptAt, facts };
}

/** The latest training, where a run of it broke that nobody has gone on with or left. */
export function offeredBroken([latest]: readonly EarlierTraining[]): EarlierTraining | null {
  return latest && !latest.isHeld && latest.broken?.isOffered ? latest : null;
}

/** Whether a training was cut off and can go on. */
export function isInterrupted({ status, isHeld }: EarlierTraining): boolean {
  return status === "training" && !isHeld;
}
