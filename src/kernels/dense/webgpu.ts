/** `dense` and its gradient on WebGPU, for the small layer at a network's end. */
import type { CallOf } from "../routine/routine.ts";
import type { Dispatch, DispatchContext } from "../webgpu/dispatch.ts";
import { dispatchOf, eachOf, reads, writes } from "../webgpu/wgsl.ts";

export function denseDispatches(call: CallOf<"dense">, { batch }: DispatchContext): Dispatch[] {
  const { inputs, units } = call;
  const { main, workgroups } = eachOf(batch * units);
  const code = `${main}
  let u = i % ${units};
  let row = i / ${units} * ${inputs};
  var sum = ${call.bias ? "bias[u]" : "0.0"};
  for (var k = 0u; k < ${inputs}; k++) { sum += x[row + k] * kernel[k * ${units} + u]; }
  y[i] = sum;
}`;
  const bound = {
    x: reads(call.x, "f32"),
    kernel: reads(call.kernel, "f32"),
    bias: call.bias && reads(call.bias, "f32"),
    y: writes(call.y, "f32"),
  };
  return [dispatchOf(`dense ${inputs}x${units}`, workgroups, bound, code)];
}

const size = 64;

/** Threads that share the sum over the batch in one number of `dkernel` or `dbias`. */
const slices = 8;

export function denseGradDispatches(call: CallOf<"denseGrad">, { batch }: DispatchContext): Dispatch[] {
  const { inputs, units, dx, dbias } = call;
  const weights = inputs * units;
  const sums = dbias ? weights + units : weights;
  // The first workgroups sum over the batch; those behind them write dx.
  const summing = Math.ceil((sums * slices) / size);
  const writing = dx ? Math.ceil((batch * inputs) / size) : 0;
  const code = `
var<workgroup> parts: array<f32, ${size}>;

/** Of dy, in the sums: behind the kernel's numbers come the bias's. */
fn factor(n: u32, out: u32) -> f32 {
  if (out >= ${weights}) { return 1.0; }
  return x[n * ${inputs} + out / ${units}];
}

@compute @workgroup_size(${size})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let out = group.x * ${size / slices} + thread % ${size / slices};
  var part = 0.0;
  if (group.x < ${summing} && out < ${sums}) {
    for (var n = thread / ${size / slices}; n < ${batch}; n += ${slices}) {
      part += factor(n, out) * dy[n * ${units} + out % ${units}];
    }
  }
  parts[thread] = part;
  workgroupBarrier();
  if (group.x < ${summing}) {
    if (thread >= ${size / slices} || out >= ${sums}) { return; }
    var sum = 0.0;
    for (var s = 0u; s < ${slices}; s++) { sum += parts[s * ${size / slices} + thread]; }
    ${dbias ? `if (out >= ${weights}) { dbias[out - ${weights}] = sum; return; }` : ""}
    dkernel[out] = sum;
    return;
  }
  ${dx ? writesInput(call, batch, summing) : ""}
}`;
  const bound = {
    x: reads(call.x, "f32"),
    kernel: dx && reads(call.kernel, "f32"),
    dy: reads(call.dy, "f32"),
    dx: dx && writes(dx.place, "f32"),
    dkernel: writes(call.dkernel, "f32"),
    dbias: dbias && writes(dbias, "f32"),
  };
  return [dispatchOf(`denseGrad ${inputs}x${units}`, [summing + writing, 1, 1], bound, code)];
}

function writesInput({ inputs, units, dx }: CallOf<"denseGrad">, batch: number, summing: number): string {
  return `
  let i = (group.x - ${summing}) * ${size} + thread;
  if (i >= ${batch * inputs}) { return; }
  var sum = ${dx?.adds ? "dx[i]" : "0.0"};
  for (var u = 0u; u < ${units}; u++) {
    sum += dy[i / ${inputs} * ${units} + u] * kernel[i % ${inputs} * ${units} + u];
  }
  dx[i] = sum;`;
}
