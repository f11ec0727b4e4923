/** A plan that learns from another teacher. */
import { canonicalJson } from "../core/canonical.ts";
import { experimentsOf, toPlan } from "../core/document.ts";
import type { Document, Experiment, StoredTeacher, TrainedTeacherFile } from "../core/experiment.ts";
import type { KeptTeacher } from "./kept-lists.ts";
import type { Changes, Setup } from "./settings.ts";
import { leadOf } from "./settings.ts";

/** How an experiment names a kept teacher; null where its file does not say what network it is of. */
export function teacherNamed({ name, sha256, facts }: KeptTeacher): StoredTeacher | null {
  const network = facts.origin?.recipe.network;
  return network ? { kind: "stored", name: plainName(name), sha256, network } : null;
}

/** Of what a file may be called, as much as a document may say. */
function plainName(name: string): string {
  return name.replaceAll(/[\p{C}\p{Z}/\\]/gu, " ").slice(0, 80);
}

/** In the leading experiment and all that have the same teacher; what was changed of the old one is forgotten. */
export function withTeacher(setup: Setup, teacher: TrainedTeacherFile): Setup {
  const old = canonicalJson(leadOf(toPlan(setup.origin)).teacher);
  const taught = (experiment: Experiment): Experiment =>
    canonicalJson(experiment.teacher) === old ? { ...experiment, teacher } : experiment;
  const { origin } = setup;
  const next: Document =
    origin.kind === "plan" ? { ...origin, experiments: experimentsOf(origin).map(taught) } : taught(origin);
  const changes = Object.fromEntries(Object.entries(setup.changes).filter(([key]) => !key.startsWith("teacher")));
  return { ...setup, origin: next, changes: changes satisfies Changes };
}
