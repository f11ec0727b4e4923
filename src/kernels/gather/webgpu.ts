/** `gather` on WebGPU: a thread for each number. */
import type { CallOf } from "../routine/routine.ts";
import type { Dispatch, DispatchContext } from "../webgpu/dispatch.ts";
import { dispatchOf, eachOf, reads, writes } from "../webgpu/wgsl.ts";

export function gatherDispatches(call: CallOf<"gather">, { batch }: DispatchContext): Dispatch[] {
  const [height, width, channels] = call.size;
  const { main, workgroups } = eachOf(batch * height * width * channels);
  const code = `${main}
  let c = i % ${channels};
  let x = i32(i / ${channels} % ${width});
  let y = i32(i / ${channels * width} % ${height});
  // Image, down, right, flipped.
  let sample = samples[i / ${channels * width * height}];
  let from_y = y + sample.y;
  let from_x = select(x, ${width - 1} - x, sample.w != 0) + sample.z;
  var byte = 0u;
  if (from_y >= 0 && from_y < ${height} && from_x >= 0 && from_x < ${width}) {
    let at = ((u32(sample.x) * ${height} + u32(from_y)) * ${width} + u32(from_x)) * ${channels} + c;
    byte = extractBits(pixels[at / 4], at % 4 * 8, 8);
  }
  images[i] = table[c * 256 + byte];
}`;
  const bound = {
    samples: reads("samples", "vec4i"),
    pixels: reads("pixels", "u32"),
    table: reads(call.table, "f32"),
    images: writes(call.images, "f32"),
  };
  return [dispatchOf(`gather ${height}x${width}x${channels}`, workgroups, bound, code)];
}
