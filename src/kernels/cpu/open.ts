/** Opens tfjs's plain JavaScript backend: the reference that tests compare the others with. */
import { MathBackendCPU } from "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-cpu/dist/register_all_kernels.js";
import * as tf from "@tensorflow/tfjs-core";
import { registerComposedKernels } from "../register.ts";

/** Registers the backend `cpu`. */
export function openCpu(): void {
  if (!tf.findBackendFactory("cpu")) tf.registerBackend("cpu", () => new MathBackendCPU());
  registerComposedKernels("cpu");
}
