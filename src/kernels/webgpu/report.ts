/** `report` on WebGPU. */
import type { CallOf } from "../routine/routine.ts";
import type { Dispatch, DispatchContext } from "./dispatch.ts";
import { dispatchOf, eachOf, reads, settings, writes } from "./wgsl.ts";

export function reportDispatches(call: CallOf<"report">, context: DispatchContext): Dispatch[] {
  const { main, workgroups } = eachOf(call.from.length);
  return [
    dispatchOf(
      "report",
      workgroups,
      { source: reads(call.from, "f32"), results: writes("results", "f32"), settings },
      `${main}
  results[settings.row * ${context.results} + ${call.results} + i] = source[i];
}`,
    ),
  ];
}
