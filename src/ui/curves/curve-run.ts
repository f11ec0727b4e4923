import type { DistanceName } from "../compared/compared-by.ts";
import type { RunView } from "../../client/run-view.ts";

/** One run as the curves draw it. */
export interface CurveRun {
  readonly view: RunView;
  /** How it is called on screen. */
  readonly label: string;
  readonly role: "teacher" | "student" | "baseline";
  /** What its distance to the teacher is of. */
  readonly distance: DistanceName;
  /** Played from a file rather than trained here. */
  readonly recorded: boolean;
}
