/** The words of what this browser keeps. */
import type { Schedule } from "../../../core/experiment.ts";
import type { StorageTroubleCode } from "../../../core/storage-trouble.ts";
import { integer, percent, tick } from "../../numbers.ts";
import { formatsFor } from "../format.ts";

const { plural } = formatsFor("en");
const when = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });
const stages = { 0: "the teacher's training", 1: "stage 1", 2: "stage 2" };
const troubles: Readonly<Record<StorageTroubleCode, string>> = {
  none: "this browser gives the page no storage, as in a private window",
  newer: "a newer lab has been used in this browser. Reload the page to get it",
  blocked: "an older lab is open in another tab. Close that tab",
  full: "the disk, or the browser's share of it, is full. Delete earlier runs, or free some space",
  gone: "what this browser had kept of the run was deleted while it trained. It goes on: export it at its end; the next run is saved again",
  failed: "the browser's storage does not answer. Reload the page to try again",
};

/** What is said of how a trained teacher came to be. */
export interface OriginWords {
  readonly teacher: string;
  readonly schedule: Pick<Schedule, "iterations" | "rate">;
  readonly batch: number;
  readonly images: string;
  readonly training: number;
  readonly classes: number;
  readonly seed: number;
  readonly hadTaskBefore: boolean;
}

export const kept = {
  kept: {
    open: "Earlier",
    title: "Kept in this browser",
    close: "Close",
    notSaved: (code: StorageTroubleCode) => `Nothing is being saved: ${troubles[code]}.`,
    stood: (fromMs: number, toMs: number) =>
      `Nothing went on here from ${when.format(fromMs)} to ${when.format(toMs)}: the computer slept, or the browser froze the tab. The run then went on where it was; nothing of it is lost.`,
    exportRun: "Export this run",
    when: (milliseconds: number) => when.format(milliseconds),
    interrupted: (name: string, begun: string) => `The training of ${name}, begun ${begun}, was interrupted.`,
    goesOn: (experiment: string, seed: number, stage: 0 | 1 | 2, step: number) =>
      `It can go on in ${experiment}, seed ${integer(seed)}, at step ${integer(step)} of ${stages[stage]}, with the numbers that it would have had.`,
    goesOnFromStart: "It was cut off before its first checkpoint, and begins again with the same numbers.",
    goesOnFromRun:
      "What has ended of it is kept. The run that was cut off had no checkpoint yet, and begins again with the same numbers.",
    resume: "Resume",
    notNow: "Not now",
    runs: "Runs",
    noRuns: "No run was trained in this browser yet.",
    name: "Name",
    begun: "Begun",
    state: "State",
    states: {
      finished: "finished",
      interrupted: "interrupted",
      held: "being trained",
      failed: "stopped",
      left: "left",
    },
    accuracies: "Test accuracy, last weights",
    accuracy: (experiment: string, seed: number, fraction: number) =>
      `${experiment}, seed ${integer(seed)}: ${percent(fraction)}`,
    moreAccuracies: (count: number) => `and ${integer(count)} more`,
    actions: "Actions",
    openOne: "Open",
    exportOne: "Export",
    deleteOne: "Delete",
    deleteForGood: "Delete for good",
    keepIt: "Keep",
    deleteRun: (name: string, results: number) =>
      `${name} goes with ${results === 0 ? "its curves" : `${integer(results)} ${plural(results, "result", "results")}, curves`}, checkpoints and trained networks.`,
    deleteSetUp: (name: string) => `The set-up ${name} goes.`,
    deleteTeacher: (name: string, isChosen: boolean) =>
      `${name} goes: ${isChosen ? "the set-up on screen, which learns from it, and " : ""}others that name it will ask for its file.`,
    /** Names a button for who hears it. */
    of: (action: string, name: string) => `${action}: ${name}`,
    keepTeacher: "Keep its teacher",
    importRun: "Open a run's file…",
    experiments: "Set-ups",
    noExperiments: "No set-up was changed in this browser yet.",
    savedAt: "Changed",
    teachers: "Teachers",
    noTeachers: "No teacher is kept. A run that trained one offers to keep it.",
    teacherScores: (test: number) => `${percent(test)} of its test images`,
    download: "Download",
    importTeacher: "Add a teacher's file…",
    unreadable: (count: number) =>
      `${integer(count)} ${plural(count, "record", "records")} could not be read: damaged, or of a newer lab. Nothing was deleted.`,
    whileTraining: "Reset before opening another run.",
    recovering: "The engine broke off; another one goes on from the last checkpoint",
    trainOnWasm: "Train on WebAssembly",
    choose: "Trained teacher",
    chooseHere: "none: one is trained here first",
    notHere: (name: string) => `${name}: not in this browser`,
    trainHere: "Train a teacher here",
    /** Names are as the screen has them. */
    origin: ({ teacher, schedule, batch, images, training, classes, seed, hadTaskBefore }: OriginWords) =>
      `${teacher}: ${integer(schedule.iterations)} iterations at rate ${tick(schedule.rate)} in batches of ${integer(batch)}, on ${integer(training)} images of ${images} in ${integer(classes)} classes${hadTaskBefore ? ", behind another task" : ""}, seed ${integer(seed)}`,
    isChosen: "the set-up learns from it",
    /** With its test accuracy, where that is known. */
    teacherOption: (name: string, accuracy: number | null) =>
      accuracy === null ? name : `${name}, ${percent(accuracy)}`,
    teacherOf: (name: string) => `It learns from the kept teacher ${name}.`,
    missing: (name: string, digits: string) =>
      `The teacher ${name} (SHA-256 ${digits}…) is not in this browser. Give its file, choose another, or train one here.`,
  },
};
