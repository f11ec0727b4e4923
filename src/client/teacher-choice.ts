/** A plan that learns from another teacher. */
import { toPlan } from "../core/document.ts";
import type { Plan, StoredTeacher, TrainedTeacherFile } from "../core/experiment.ts";
import { needsTeacher } from "../core/methods/facts.ts";
import type { KeptTeacher } from "./kept-lists.ts";
import { networkChanges } from "./network-settings.ts";
import type { Changes, Setup } from "./settings.ts";
import { leadOf, settingsOf } from "./settings.ts";
import { trainedSettingsOf } from "./teacher-settings.ts";

/** How an experiment names a kept teacher; null where its file does not say what network it is of. */
export function teacherNamed({ name, sha256, facts }: KeptTeacher): StoredTeacher | null {
  const network = facts.origin?.recipe.network;
  return network ? { kind: "stored", name: plainName(name), sha256, network } : null;
}

/** The kept teacher that a plan learns from where it is not in this browser: deleted, or of a link; else null. */
export function missingTeacherOf(plan: Plan, kept: readonly KeptTeacher[]): StoredTeacher | null {
  const { teacher, method } = leadOf(plan);
  if (teacher.kind !== "stored" || !needsTeacher(method)) return null;
  return kept.some(({ sha256 }) => sha256 === teacher.sha256) ? null : teacher;
}

/** Of what a file may be called, as much as a document may say. */
function plainName(name: string): string {
  return name.replaceAll(/[\p{C}\p{Z}/\\]/gu, " ").slice(0, 80);
}

const ofTeacher: ReadonlySet<string> = new Set<keyof Changes>([
  "trained",
  "teacherKind",
  "teacherFamily",
  "teacherDepth",
  "teacherWidth",
  "teacherDrawn",
]);

/**
 * Changes of the leading experiment's teacher, and of all that have the same. With null one is trained here: the document's
 * own, or where that came trained too, the network that is set up.
 */
export function withTeacher(setup: Setup, teacher: TrainedTeacherFile | null): Setup {
  const kept: Changes = Object.fromEntries(
    Object.entries(setup.changes).filter(([setting]) => !ofTeacher.has(setting)),
  );
  if (teacher) {
    const changes = { ...kept, ...trainedSettingsOf(teacher), ...networkChanges("teacher", teacher.network) };
    return { ...setup, changes };
  }
  const isOwn = leadOf(toPlan(setup.origin)).teacher.kind === "recipe";
  return { ...setup, changes: isOwn ? kept : { ...setup.changes, teacherKind: "recipe" } };
}

/** A trained teacher that was chosen learnt from the images that there were: for others one is trained here. */
export function changesAfter(setup: Setup, next: Changes): Changes {
  const { changes, origin } = setup;
  const all = { ...changes, ...next };
  const before = settingsOf(leadOf(toPlan(origin)));
  const imagesOf = ({ dataKind, stored }: Changes) => {
    const kind = dataKind ?? before.dataKind;
    return kind === "stored" ? (stored ?? before.stored)?.sha256 : kind;
  };
  return changes.trained && imagesOf(all) !== imagesOf(changes) ? { ...all, teacherKind: "recipe" } : all;
}
