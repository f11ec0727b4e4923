/** Answers what is asked of a run at a moment, on copies of its weights; the run does not notice. */
import type { Look, LookAnswer, LookOf, PairMatrices, Subject } from "../core/look.ts";
import { LookRefused } from "../core/look.ts";
import type { Match } from "../core/pairs.ts";
import { comparesCells } from "../core/relations/settings.ts";
import type { Phase } from "../core/slow-motion.ts";
import type { Comparison } from "./comparison.ts";
import { lossGradients } from "./loss-gradients.ts";
import { lookAtConfusion, lookAtFeatures, lookAtPredictions } from "./look-layers.ts";
import { MatricesLook } from "./look-matrices.ts";
import { teacherOf, withComparison, withSide, withStudent, withTeacher } from "./look-model.ts";
import { pairMaps, plainlyCompared } from "./look-pair.ts";
import { relationKind, relationOf } from "./look-relation.ts";
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
      case "maps":
        return lookAtMaps(scene, look, breathe);
      case "relation":
        return lookAtRelation(scene, look, breathe);
      case "features":
        return lookAtFeatures(scene, look, breathe);
      case "predictions":
        return lookAtPredictions(scene, look, breathe);
      case "confusion":
        return lookAtConfusion(scene, look, breathe);
      case "gradients":
        return { type: "gradients", gradients: await lossGradients(scene, look.from, breathe) };
      case "slowMotion":
        return lookAtStep(scene, look, breathe);
      default:
        return look satisfies never;
    }
  }

  async #lookAtMatrices(scene: Scene, { at, subject }: LookOf<"matrices">, breathe: Breathe): Promise<LookAnswer> {
    return withStudent(scene, at, async (student, kept) =>
      withComparison(scene, student, kept, async (comparison) => ({
        type: "matrices",
        moment: kept.moment,
        pairs: await this.#pairsOf(scene, student, comparison, subject, breathe),
      })),
    );
  }

  async #lookAtPair(scene: Scene, look: LookOf<"pair">, breathe: Breathe): Promise<LookAnswer> {
    const [index, match] = matchNamed(scene, look.pair);
    const images = imagesOf(scene, look.subject);
    return withStudent(scene, look.at, async (student, kept) =>
      withComparison(scene, student, kept, async (comparison) => {
        refuseWithoutCells(comparison);
        const comparedBy = async (side: "teacher" | "student") =>
          comparison
            ? { origins: await comparison.origins(side, index), matrix: comparison.settings.matrix }
            : plainlyCompared;
        const [theirs, ours] = [await comparedBy("teacher"), await comparedBy("student")];
        // The maps first: they are refused where they are too large.
        const teacherMaps = await withTeacher(scene, (teacher) =>
          pairMaps(teacher, match.teacher, theirs, images, breathe),
        );
        const studentMaps = await pairMaps(student, match.student, ours, images, breathe);
        const pairs = await this.#pairsOf(scene, student, comparison, look.subject, breathe);
        const { moment } = kept;
        return { type: "pair", moment, matrices: pairs[index]!, teacher: teacherMaps, student: studentMaps };
      }),
    );
  }

  async #pairsOf(
    scene: Scene,
    student: TeacherModel,
    comparison: Comparison | null,
    subject: Subject,
    breathe: Breathe,
  ): Promise<PairMatrices[]> {
    const [teacher, matches] = [teacherOf(scene), matchesOf(scene)];
    refuseWithoutCells(comparison);
    const images = imagesOf(scene, subject);
    const key = JSON.stringify([subject, comparison?.groupsKey() ?? null]);
    return this.#matrices.matrices(teacher, student, matches, comparison, images, key, breathe);
  }
}

async function lookAtMaps(
  scene: Scene,
  { side, subject, pair }: LookOf<"maps">,
  breathe: Breathe,
): Promise<LookAnswer> {
  const [, match] = matchNamed(scene, pair);
  const images = imagesOf(scene, subject);
  const shape = side.of === "teacher" ? match.shape : match.studentShape;
  return withSide(scene, side, async (model, moment) => {
    const { own: _, ...maps } = await pairMaps(model, match[side.of], plainlyCompared, images, breathe);
    return { type: "maps", moment, maps, shape };
  });
}

async function lookAtRelation(scene: Scene, look: LookOf<"relation">, breathe: Breathe): Promise<LookAnswer> {
  const [, match] = matchNamed(scene, look.pair);
  const images = imagesOf(scene, look.subject);
  return withStudent(scene, look.at, async (student, kept) =>
    withComparison(scene, student, kept, async (comparison) => {
      const kind = relationKind(comparison?.settings.remedy.kind ?? "none");
      const matrix = comparison?.settings.matrix ?? "product";
      const found = await withTeacher(scene, (teacher) =>
        relationOf({ teacher, student }, kind, matrix, match, images, breathe),
      );
      return { type: "relation", moment: kept.moment, ...found };
    }),
  );
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

function matchesOf(scene: Scene): readonly Match[] {
  teacherOf(scene);
  if (scene.matches.length === 0)
    throw new LookRefused("no-teacher", "No pair of the teacher matches one of the student.");
  return scene.matches;
}

function matchNamed(scene: Scene, name: string): readonly [index: number, match: Match] {
  const index = matchesOf(scene).findIndex((match) => match.name === name);
  const match = scene.matches[index];
  if (!match) throw new LookRefused("not-there", `No pair of the two networks that match is named "${name}".`);
  return [index, match];
}

function refuseWithoutCells(comparison: Comparison | null): void {
  if (comparison && !comparesCells(comparison.settings.remedy.kind))
    throw new LookRefused("no-cells", "Linear CKA and traces compare the matrices as wholes: no cell has a partner.");
}
