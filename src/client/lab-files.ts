import type { LabFiles } from "../core/lab-files.ts";
import type { Taken } from "./imports.ts";
import type { Lab } from "./lab-store.ts";
import { missingTeacherOf } from "./teacher-choice.ts";

/** Where the lab's own files belong. Nothing trains by itself, and what is under way stays on screen. */
export async function takeLabFiles(lab: Lab, files: LabFiles): Promise<Taken> {
  switch (files.kind) {
    case "set-up":
      lab.propose(files.document);
      return "shown";
    case "trainings":
      return lab.earlier.openFiles(files.trainings);
    case "teachers": {
      const { plan } = lab.store.getState();
      const missing = () => missingTeacherOf(plan, lab.saved.store.getState().teachers);
      const asked = missing();
      for (const { name, bytes } of files.teachers) if (!(await lab.saved.teachers.take(bytes, name))) return "unkept";
      return asked && !missing() ? "asked" : "kept";
    }
    default:
      return files satisfies never;
  }
}
