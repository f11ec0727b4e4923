/** Answers what is asked of a run at a moment, on copies of its weights; the run does not notice. */
import { fspSettingsOf } from "../core/fsp-settings.ts";
import type { Look, LookAnswer, LookOf, PairMatrices, Subject } from "../core/look.ts";
import { LookRefused } from "../core/look.ts";
import { readsFsp } from "../core/methods/facts.ts";
import type { Match } from "../core/pairs.ts";
import type { Phase } from "../core/slow-motion.ts";
import { lossGradients } from "./loss-gradients.ts";
import { lookAtConfusion, lookAtFeatures, lookAtPredictions } from "./look-layers.ts";
import { MatricesLook } from "./look-matrices.ts";
import { teacherOf, withStudent, withTeacher } from "./look-model.ts";
import { pairMaps } from "./look-pair.ts";
import { imagesOf } from "./look-subject.ts";
import type { Breathe } from "./parts.ts";
import type { Scene } from "./scene.ts";
import { nextStepFrom, slowMotion } from "./slow-motion.ts";
import type { TeacherModel } from "./teacher-model.ts";

export class Looker {
  readonly #matrices = new MatricesLook();

  /** Leaves no tensor behind. Rejects with `LookRefused` where there is no answer. */
  async answer(scene: Scene, look: Look, breathe: Breathe): Promise<LookAnswer> {
    switch (look.type) {
      case "matrices":
        return this.#lookAtMatrices(scene, look, breathe);
      case "pair":
        return this.#lookAtPair(scene, look, breathe);
      case "features":
        return lookAtFeatures(scene, look, breathe);
      case "predictions":
        return lookAtPredictions(scene, look, breathe);
      case "confusion":
        return lookAtConfusion(scene, look, breathe);
      case "gradients":
        return { type: "gradients", gradients: await lossGradients(scene, breathe) };
      case "slowMotion":
        return lookAtStep(scene, look, breathe);
      default:
        return look satisfies never;
    }
  }

  async #lookAtMatrices(scene: Scene, { at, subject }: LookOf<"matrices">, breathe: Breathe): Promise<LookAnswer> {
    return withStudent(scene, at, async (student, moment) => ({
      type: "matrices",
      moment,
      pairs: await this.#pairsOf(scene, student, subject, breathe),
    }));
  }

  async #lookAtPair(scene: Scene, look: LookOf<"pair">, breathe: Breathe): Promise<LookAnswer> {
    const index = matchesOf(scene).findIndex(({ name }) => name === look.pair);
    const match = scene.matches[index];
    if (!match) throw new LookRefused("not-there", `No pair of the two networks that match is named "${look.pair}".`);
    const images = imagesOf(scene, look.subject);
    return withStudent(scene, look.at, async (student, moment) => {
      // The maps first: they are refused where they are too large.
      const theirs = await withTeacher(scene, (teacher) => pairMaps(teacher, match.teacher, images, breathe));
      const ours = await pairMaps(student, match.student, images, breathe);
      const pairs = await this.#pairsOf(scene, student, look.subject, breathe);
      return { type: "pair", moment, matrices: pairs[index]!, teacher: theirs, student: ours };
    });
  }

  async #pairsOf(scene: Scene, student: TeacherModel, subject: Subject, breathe: Breathe): Promise<PairMatrices[]> {
    const [teacher, matches] = [teacherOf(scene), matchesOf(scene)];
    const images = imagesOf(scene, subject);
    return this.#matrices.matrices(teacher, student, matches, images, JSON.stringify(subject), breathe);
  }
}

async function lookAtStep(scene: Scene, { from }: LookOf<"slowMotion">, breathe: Breathe): Promise<LookAnswer> {
  const state = nextStepFrom(scene, await scene.stateAt(from));
  const phases: Phase[] = [];
  for await (const phase of slowMotion(scene, state)) {
    phases.push(phase);
    await breathe();
  }
  return { type: "slowMotion", moment: state.moment, phases };
}

/** Refuses matrices of unequal sizes: their cells have no partner. */
function matchesOf(scene: Scene): readonly Match[] {
  teacherOf(scene);
  if (scene.matches.length === 0)
    throw new LookRefused("no-teacher", "No pair of the teacher matches one of the student.");
  const equal = scene.matches.every(({ shape, studentShape }) => shape.join() === studentShape.join());
  if (!equal) throw new LookRefused("other-loss", "Teacher and student matrices differ in size.");
  const { method } = scene.experiment;
  if (readsFsp(method) && fspSettingsOf(method).shuffled)
    throw new LookRefused(
      "other-loss",
      "The teacher's matrices are shuffled: a cell's channels are not those of its row and column.",
    );
  return scene.matches;
}
