/** What somebody's runs of a document came to, as a link carries it to whoever runs it again. */
import * as v from "valibot";
import type { Plan } from "./experiment.ts";
import { longestName, seedSchema } from "./experiment.ts";
import { environmentSchema } from "./report-schema.ts";

/** So many digits of a weights hash: nobody meets them by chance, and a QR code has room for them. */
export const expectedHashDigits = 16;
/** More would not fit into a link either. */
export const mostExpected = 64;

/** No description of an adapter comes near this; a link's words are shown on the page. */
const longestText = 200;

const schema = v.pipe(
  v.strictObject({
    /** The same for all of them. */
    environment: environmentSchema,
    results: v.pipe(
      v.array(
        v.strictObject({
          experiment: v.pipe(v.string(), v.maxLength(longestName)),
          seed: seedSchema,
          /** Test accuracy of the last weights, a fraction. */
          test: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
          /** The first digits of the hash of the last weights. */
          weights: v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${expectedHashDigits}}$`))),
        }),
      ),
      v.minLength(1),
      v.maxLength(mostExpected),
    ),
  }),
  v.check(({ environment }) =>
    Object.values(environment).every((value) => typeof value !== "string" || value.length <= longestText),
  ),
);

export type Expectation = v.InferOutput<typeof schema>;

/** Null where this is not one. */
export function expectationIn(value: unknown): Expectation | null {
  const found = v.safeParse(schema, value);
  return found.success ? found.output : null;
}

/** Of the results those of runs that the plan has; a link put together by hand may tell of others, which never come here. */
export function resultsFor({ results }: Expectation, { experiments, seeds }: Plan): Expectation["results"] {
  const names = new Set(experiments.map(({ name }) => name));
  return results.filter(({ experiment, seed }) => names.has(experiment) && seeds.includes(seed));
}
