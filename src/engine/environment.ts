import * as tf from "@tensorflow/tfjs-core";
import type { Environment } from "../core/report.ts";
import { labVersion } from "../core/version.ts";
import type { Backend } from "./backend.ts";

/** Set at build time: a hash of the sources that decide the numbers, the same in the page and on the command line. */
declare const builtEngineSources: string;

/** Everything that may change a number besides the experiment and its seed. */
export function environmentOf(
  { kind, engine, adapter, software }: Backend,
  /** As `chooseVariants` gives it. */
  variants: string | null,
): Environment {
  const build = { lab: labVersion, sources: builtEngineSources, tfjs: tf.version_core };
  const environment = { ...build, backend: kind, engine, adapter, software };
  return variants === null ? environment : { ...environment, variants };
}
