/** FitNets: stage 1 learns hints through a regressor, stage 2 the labels and soft logits (Romero et al. 2015). */
import * as v from "valibot";
import { between, scheduleSchema } from "../schema-parts.ts";
import { temperature } from "./kd.ts";
import { layerChoices } from "./layers.ts";

const weight = between(0, 1e6);

export const fitnetsSchema = v.strictObject({
  kind: v.literal("fitnets"),
  /** `middle`: one hint, as in its paper; `all`: one at the end of each section. */
  layers: v.picklist(layerChoices),
  hintWeight: weight,
  schedule: scheduleSchema,
  temperature,
  /** Of the soft logits beside the labels' 1; goes in a straight line to `softWeightEnd`. */
  softWeight: weight,
  softWeightEnd: weight,
});

/** As the baseline of the FSP paper, its 35,000 iterations as many times shorter as the lab's stage 1 is. */
export const usualFitnets: v.InferOutput<typeof fitnetsSchema> = {
  kind: "fitnets",
  layers: "middle",
  hintWeight: 1,
  schedule: { iterations: 333, rate: 1e-4, drops: [238], factor: 0.1, momentum: 0.9, decay: 1e-4 },
  temperature: 3,
  softWeight: 4,
  softWeightEnd: 1,
};
