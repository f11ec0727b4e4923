type Numbers = ArrayLike<number>;

/** One parameter around a step. */
export interface AroundStep {
  /** The parameter itself before it. */
  readonly before: Numbers;
  /** Null: no step was made before. */
  readonly momentumBefore: Numbers | null;
  readonly momentumAfter: Numbers;
}

/** A step keeps no gradient, but v = momentum * v + (g + decay * w) tells it. */
export function gradientOf(
  { before, momentumBefore, momentumAfter }: AroundStep,
  { momentum, decay }: { readonly momentum: number; readonly decay: number },
): Float64Array {
  return Float64Array.from(
    momentumAfter,
    (value, i) => value - momentum * (momentumBefore?.[i] ?? 0) - decay * before[i]!,
  );
}
