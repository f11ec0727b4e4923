/** `report` on WebGPU. */
import type { Call } from "../routine/routine.ts";
import type { Dispatch, DispatchContext } from "./dispatch.ts";
import { settingsText } from "./settings.ts";

export function reportDispatches(call: Extract<Call, { op: "report" }>, { results }: DispatchContext): Dispatch[] {
  const { length } = call.from;
  const code = `
${settingsText}
@group(0) @binding(0) var<storage, read> source: array<f32>;
@group(0) @binding(1) var<storage, read_write> results: array<f32>;
@group(0) @binding(2) var<uniform> settings: Settings;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < ${length}) { results[settings.row * ${results} + ${call.results} + id.x] = source[id.x]; }
}`;
  return [
    {
      label: "report",
      code,
      bindings: [call.from, "results", "settings"],
      workgroups: [Math.ceil(length / 64), 1, 1],
    },
  ];
}
