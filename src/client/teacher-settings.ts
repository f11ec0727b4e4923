/** The part of the settings that says whether the teacher comes trained, and which one does. */
import { canonicalJson } from "../core/canonical.ts";
import type { Teacher, TrainedTeacherFile } from "../core/experiment.ts";
import { networkChosen } from "../core/network-choice.ts";
import type { NetworkSettings } from "./network-settings.ts";
import { choiceOf } from "./network-settings.ts";

export interface TrainedSettings {
  readonly teacherKind: Teacher["kind"];
  /** Learned from unless the kind, the network or the images say otherwise; null: none. */
  readonly trained: TrainedTeacherFile | null;
}

export function trainedSettingsOf(teacher: Teacher): TrainedSettings {
  return { teacherKind: teacher.kind, trained: teacher.kind === "recipe" ? null : teacher };
}

/** The trained teacher that kind and network agree with: it is one network, and another is trained here. */
export function trainedChosen(settings: TrainedSettings & NetworkSettings): TrainedTeacherFile | null {
  const { teacherKind, trained } = settings;
  if (!trained || teacherKind !== trained.kind) return null;
  const network = networkChosen(choiceOf("teacher", settings), trained.network);
  return canonicalJson(network) === canonicalJson(trained.network) ? trained : null;
}

/** A trained teacher says by itself what its network is; where one is trained here it matters no more which one was chosen. */
export function isIdleOfTeacher(
  setting: string,
  changes: Partial<TrainedSettings>,
  after: TrainedSettings & NetworkSettings,
) {
  if (trainedChosen(after))
    return changes.trained !== undefined && /^teacher(Kind|Family|Depth|Width|Drawn)$/.test(setting);
  return setting === "trained";
}
