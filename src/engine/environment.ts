import * as tf from "@tensorflow/tfjs-core";
import type { Environment } from "../core/report.ts";
import { labVersion } from "../core/version.ts";
import type { Backend } from "./backend.ts";

/** Everything that may change a number besides the experiment and its seed. */
export function environmentOf(
  { kind, engine, adapter, software }: Backend,
  /** As `chooseVariants` gives it. */
  variants: string | null,
): Environment {
  const environment = { lab: labVersion, tfjs: tf.version_core, backend: kind, engine, adapter, software };
  return variants === null ? environment : { ...environment, variants };
}
