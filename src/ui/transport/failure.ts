import type { LabState } from "../../client/lab-store.ts";
import type { Messages } from "../messages/messages.ts";

type Failed = Extract<LabState["run"], { status: "failed" }>;

/** Their sentences say all there is to say. */
const whole: readonly Failed["code"][] = ["no-wasm", "no-simd", "no-worker", "thread", "memory"];

/** What went wrong, and the way out. */
export function failureSentence({ failed }: Messages["transport"], { code, message }: Failed): string {
  return whole.includes(code) ? `${failed[code]}.` : `${failed[code]}: ${message}`;
}
