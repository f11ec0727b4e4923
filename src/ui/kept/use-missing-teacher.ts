import { leadOf } from "../../client/settings.ts";
import type { StoredTeacher } from "../../core/experiment.ts";
import { useLabState } from "../lab-context.ts";
import { useSaved } from "./use-saved.ts";

/** The kept teacher that is set up where it is not in this browser: deleted, or of a link; else null. */
export function useMissingTeacher(): StoredTeacher | null {
  const teacher = useLabState(({ plan }) => leadOf(plan).teacher);
  const learns = useLabState(({ plan }) => leadOf(plan).method.kind !== "none");
  const isHere = useSaved(({ teachers }) =>
    teachers.some(({ sha256 }) => "sha256" in teacher && sha256 === teacher.sha256),
  );
  return learns && teacher.kind === "stored" && !isHere ? teacher : null;
}
