/** Writes dispatches: their bindings are declared in order, by name. */
import type { Place } from "../routine/routine.ts";
import type { Binding, Dispatch } from "./dispatch.ts";

export interface Bound {
  readonly binding: Binding;
  /** Address space and access. */
  readonly space: string;
  readonly type: string;
}

export function reads(binding: Place | "pixels" | "labels" | "samples", element: string): Bound {
  return { binding, space: "storage, read", type: `array<${element}>` };
}

export function writes(binding: Place | "results", element: string): Bound {
  return { binding, space: "storage, read_write", type: `array<${element}>` };
}

export const settings: Bound = { binding: "settings", space: "uniform", type: "Settings" };

/** `bound` by the name in the WGSL, without what is null; a binding that `main` does not reach is refused. */
export function dispatchOf(
  label: string,
  workgroups: Dispatch["workgroups"],
  bound: Readonly<Record<string, Bound | null>>,
  main: string,
): Dispatch {
  const present = Object.entries(bound).flatMap(([name, value]) => (value ? [{ name, ...value }] : []));
  const declarations = present.map(
    ({ name, space, type }, index) => `@group(0) @binding(${index}) var<${space}> ${name}: ${type};\n`,
  );
  const code = `struct Settings { rate: f32, momentum: f32, decay: f32, row: u32 }\n${declarations.join("")}${main}`;
  return { label, code, bindings: present.map(({ binding }) => binding), workgroups };
}

/** A kernel with a thread for each of `count` things: how `main` begins, and its workgroups. */
export function eachOf(count: number): { readonly workgroups: Dispatch["workgroups"]; readonly main: string } {
  const size = 64;
  const groups = Math.ceil(count / size);
  const across = Math.min(groups, 65_535);
  return {
    workgroups: [across, Math.ceil(groups / across), 1],
    main: `@compute @workgroup_size(${size})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.y * ${across * size} + id.x;
  if (i >= ${count}) { return; }`,
  };
}
