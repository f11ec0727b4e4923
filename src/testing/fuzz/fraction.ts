import fc from "fast-check";

const parts = 1_000_000;

/** From 0 to below 1, all equally likely: of `fc.double` most are next to nothing. */
export const fraction: fc.Arbitrary<number> = fc.noBias(fc.nat({ max: parts - 1 })).map((part) => part / parts);
