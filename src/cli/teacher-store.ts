/** The teachers that a plan's runs share: on this process's shelf, and in the plan's folder for every process. */
import { teacherNetwork } from "../core/build-network.ts";
import type { Plan } from "../core/experiment.ts";
import type { Job } from "../core/plan-jobs.ts";
import { teacherKey } from "../core/plan-runs.ts";
import { keptTeacherBytes, keptTeacherOf } from "../engine/kept-teacher.ts";
import type { TeacherShelf } from "../engine/plan-run.ts";
import type { TrainedTeacher } from "../engine/trained-teacher.ts";
import type { FolderFiles } from "./folder-files.ts";

export class TeacherStore {
  readonly shelf: TeacherShelf = new Map();
  readonly #plan: Plan;
  readonly #folder: FolderFiles | null;

  constructor(plan: Plan, folder: FolderFiles | null) {
    this.#plan = plan;
    this.#folder = folder;
  }

  /** Puts on the shelf what the job `id` trained for the runs of `job`, and gives whether that was there. */
  async find(id: string, job: Job): Promise<boolean> {
    const key = this.#keyOf(job);
    if (this.shelf.has(key)) return true;
    const file = teacherFile(id);
    const bytes = this.#folder?.read(file);
    if (!this.#folder || !bytes) return false;
    this.shelf.set(key, await keptTeacherOf(bytes, teacherNetwork(job.experiment), key, this.#folder.pathOf(file)));
    return true;
  }

  async keep(job: Job, teacher: TrainedTeacher): Promise<void> {
    const key = this.#keyOf(job);
    this.shelf.set(key, teacher);
    this.#folder?.write(teacherFile(job.id), await keptTeacherBytes(teacher, key));
  }

  #keyOf({ experiment, seed }: Job): string {
    return teacherKey(this.#plan, experiment, seed);
  }
}

function teacherFile(id: string): string {
  return `${id}/teacher.safetensors`;
}
