/** tfjs's WebAssembly backend with the kernels that it lacks for training. */
import * as tf from "@tensorflow/tfjs-core";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { registerConvGradients } from "../kernels/conv-gradients/register.ts";
import { NoSimd } from "./backend.ts";

const binary = "tfjs-backend-wasm-simd.wasm";

/** `wasm` is the SIMD binary's address or its bytes. */
export async function prepareWasm(wasm: string | Uint8Array): Promise<void> {
  // tfjs starts its threads from a blob, which a strict policy blocks and then it waits for ever.
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  if (!(await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT"))) {
    throw new NoSimd("This machine's WebAssembly has no SIMD, without which training takes hours.");
  }
  const address = typeof wasm === "string" ? wasm : `data:application/wasm;base64,${toBase64(wasm)}`;
  setWasmPaths({ [binary]: address }, true);
  registerConvGradients();
}

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
