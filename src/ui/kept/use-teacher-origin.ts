import { leadOf } from "../../client/settings.ts";
import { shippedOrigins } from "../../core/shipped-teachers.ts";
import type { TeacherOrigin } from "../../core/teacher-file.ts";
import { useLabState } from "../lab-context.ts";
import { useSaved } from "./use-saved.ts";

/** How the trained teacher that is set up came to be; null where its file does not say, or one is trained here. */
export function useTeacherOrigin(): TeacherOrigin | null {
  const teacher = useLabState(({ plan }) => leadOf(plan).teacher);
  const sha256 = teacher.kind === "recipe" ? null : teacher.sha256;
  const kept = useSaved(({ teachers }) => teachers.find((one) => one.sha256 === sha256)?.facts.origin ?? null);
  return (sha256 !== null && shippedOrigins.get(sha256)) || kept;
}
