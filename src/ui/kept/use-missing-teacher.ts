import { missingTeacherOf } from "../../client/teacher-choice.ts";
import type { StoredTeacher } from "../../core/experiment.ts";
import { useLabState } from "../lab-context.ts";
import { useSaved } from "./use-saved.ts";

export function useMissingTeacher(): StoredTeacher | null {
  const plan = useLabState((state) => state.plan);
  return useSaved(({ teachers }) => missingTeacherOf(plan, teachers));
}
