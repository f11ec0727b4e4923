/** Teachers that several runs of an interrupted plan learn from: each is trained once, however often the plan is taken up again. */
import { teacherNetwork } from "../core/build-network.ts";
import { hashOf } from "../core/canonical.ts";
import type { Experiment, Plan } from "../core/experiment.ts";
import { hasTeacher, runsOf, teacherKey } from "../core/plan-runs.ts";
import { keptTeacherBytes, keptTeacherOf } from "../engine/kept-teacher.ts";
import type { TeacherShelf } from "../engine/plan-run.ts";
import type { TrainedTeacher } from "../engine/trained-teacher.ts";
import type { OutFolder } from "./out-folder.ts";

/** In the folder of `--out`, until the plan is whole. */
const place = "unfinished-teachers";

export class KeptTeachers {
  readonly #plan: Plan;
  readonly #identity: string;
  readonly #folder: OutFolder;
  readonly #shelf: TeacherShelf;
  /** By how many runs each is learnt from. */
  readonly #learners = new Map<string, number>();
  readonly #kept = new Set<string>();

  /** `identity` says what is run, and on what: only then are the bits the same. */
  constructor(plan: Plan, identity: string, folder: OutFolder, shelf: TeacherShelf) {
    this.#plan = plan;
    this.#identity = identity;
    this.#folder = folder;
    this.#shelf = shelf;
    for (const { run, experiment } of runsOf(plan)) {
      if (experiment.teacher.kind === "shipped" || !hasTeacher(plan, experiment)) continue;
      const key = teacherKey(plan, experiment, run.seed);
      this.#learners.set(key, (this.#learners.get(key) ?? 0) + 1);
    }
  }

  /** Puts the teacher of a run on the shelf, where an earlier process has kept it; throws `BadInput` where it is damaged. */
  async find(experiment: Experiment, seed: number): Promise<void> {
    const key = teacherKey(this.#plan, experiment, seed);
    if (this.#shelf.has(key) || !this.#isShared(key)) return;
    const owner = await this.#ownerOf(key);
    const file = fileOf(owner);
    const bytes = this.#folder.read(file);
    if (!bytes) return;
    this.#shelf.set(key, await keptTeacherOf(bytes, teacherNetwork(experiment), owner, this.#folder.pathOf(file)));
    this.#kept.add(key);
  }

  /** Once for each teacher. */
  async keep(teacher: TrainedTeacher, experiment: Experiment, seed: number): Promise<void> {
    const key = teacherKey(this.#plan, experiment, seed);
    if (this.#kept.has(key) || !this.#isShared(key)) return;
    this.#kept.add(key);
    const owner = await this.#ownerOf(key);
    this.#folder.write(fileOf(owner), await keptTeacherBytes(teacher, owner));
  }

  /** The plan is whole. */
  forget(): void {
    this.#folder.remove(place);
  }

  #isShared(key: string): boolean {
    return (this.#learners.get(key) ?? 0) > 1;
  }

  #ownerOf(key: string): Promise<string> {
    return hashOf({ identity: this.#identity, teacher: key });
  }
}

function fileOf(owner: string): string {
  return `${place}/${owner.slice(0, 16)}.safetensors`;
}
