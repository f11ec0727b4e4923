/** A plan that learns from another teacher. */
import { toPlan } from "../core/document.ts";
import type { StoredTeacher, TrainedTeacherFile } from "../core/experiment.ts";
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

/** Of what a file may be called, as much as a document may say. */
function plainName(name: string): string {
  return name.replaceAll(/[\p{C}\p{Z}/\\]/gu, " ").slice(0, 80);
}

/**
 * Changes of the leading experiment's teacher, and of all that have the same. With null one is trained here: the document's
 * own, or where that came trained too, the network that is set up.
 */
export function withTeacher(setup: Setup, teacher: TrainedTeacherFile | null): Setup {
  const { trained: _trained, teacherKind: _kind, teacherFamily: _family, ...others } = setup.changes;
  const { teacherDepth: _depth, teacherWidth: _width, ...kept } = others;
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
