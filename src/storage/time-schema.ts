import * as v from "valibot";

/** Milliseconds since 1970, as far as a calendar goes: to show any other number throws. */
export const timeSchema = v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15));
