import type { LabState } from "../../client/lab-state.ts";
import { settingIn } from "../setup/problem.ts";
import type { Messages } from "../messages/messages.ts";

type Failure = Omit<Extract<LabState["run"], { status: "failed" }>, "status">;

/** Their sentences say all there is to say. */
const whole: readonly Failure["code"][] = ["no-wasm", "no-simd", "no-worker", "thread", "memory"];

/** What went wrong, and the way out. */
export function failureSentence(
  { transport: { failed }, problems }: Messages,
  { code, message, problem }: Failure,
): string {
  if (whole.includes(code)) return `${failed[code]}.`;
  return `${failed[code]}: ${problem ? problems.sentence(problem, settingIn(problem)) : message}`;
}
