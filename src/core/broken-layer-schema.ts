/** Which layer of a run broke first, as it comes back from the database, or from a worker: checked. */
import * as v from "valibot";
import type { BrokenLayer } from "./divergence.ts";
import { passes } from "./divergence.ts";
import type { Parameter } from "./network.ts";
import { count } from "./schema-parts.ts";

const roles = ["kernel", "bias", "gamma", "beta", "mean", "variance"] as const satisfies readonly Parameter["role"][];

export const brokenLayerSchema = v.object({
  pass: v.picklist(passes),
  layer: v.string(),
  parameter: v.nullable(v.picklist(roles)),
  step: count,
  range: v.nullable(v.tuple([v.number(), v.number()])),
}) satisfies v.GenericSchema<unknown, BrokenLayer>;
