/** What the schemas of experiments and of methods are made of. */
import * as v from "valibot";
import { asMessage } from "./setting-range.ts";

export const integer = (least: number, most: number) => {
  const rule = asMessage({ whole: true, least, most });
  return v.pipe(v.number(rule), v.integer(rule), v.minValue(least, rule), v.maxValue(most, rule));
};
/** So many of something. */
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
export const between = (least: number, most: number) => {
  const rule = asMessage({ whole: false, least, most });
  return v.pipe(v.number(rule), v.minValue(least, rule), v.maxValue(most, rule));
};

/** Of a schedule. */
export const mostDrops = 16;
export const scheduleSchema = v.strictObject({
  iterations: integer(1, 1_000_000),
  rate: between(0, 100),
  /** The rate is multiplied by `factor` before each of these iterations. */
  drops: v.pipe(v.array(integer(1, 1_000_000)), v.maxLength(mostDrops)),
  factor: between(0, 1),
  momentum: between(0, 0.9999),
  /** Added to the gradient as `decay * weight`, for every trained parameter of the stage. */
  decay: between(0, 1),
});
