/** Axes with round numbers, and where a value stands on them. */

export type ScaleKind = "linear" | "log";
export interface Axis {
  readonly scale: ScaleKind;
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

/** Round steps of 1, 2 or 5 times a power of ten, from `low` to `high` and no further. */
export function ticksWithin(low: number, high: number, wanted: number): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? 10 * power;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // Twelve digits: 3 * 0.1 is 0.3 on an axis.
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** From 0, or from below where values are, to a round number above them all. */
export function linearAxis(values: readonly number[]): Axis {
  const least = Math.min(0, ...values);
  const most = Math.max(0, ...values);
  const top = most > least ? most : least + 1;
  const inside = ticksWithin(least, top, 4);
  const step = inside.length > 1 ? inside[1]! - inside[0]! : top - least;
  const low = least < 0 ? Math.floor(least / step) * step : 0;
  const high = Number((Math.ceil(top / step - 1e-9) * step).toPrecision(12));
  return { scale: "linear", low, high, ticks: ticksWithin(low, high, 4) };
}

/** Whole powers of ten around the values, which are all above 0. */
export function logAxis(values: readonly number[]): Axis {
  const least = Math.floor(Math.log10(Math.min(...values, 1e300)) + 1e-9);
  const most = Math.max(least + 1, Math.ceil(Math.log10(Math.max(...values, 1e-300)) - 1e-9));
  if (values.length === 0) return { scale: "log", low: 0.1, high: 10, ticks: [0.1, 1, 10] };
  const stride = Math.ceil((most - least) / 5);
  const powers = Array.from({ length: Math.floor((most - least) / stride) + 1 }, (_, index) => least + index * stride);
  return { scale: "log", low: powerOfTen(least), high: powerOfTen(most), ticks: powers.map(powerOfTen) };
}

/** Of a whole exponent. `10 ** 23` is 1.0000000000000001e23 in some engines. */
function powerOfTen(exponent: number): number {
  return Number(`1e${exponent}`);
}

/** 0 at the low end, 1 at the high end. */
export function placeOn({ scale, low, high }: Pick<Axis, "scale" | "low" | "high">, value: number): number {
  if (scale === "linear") return (value - low) / (high - low);
  return Math.log(value / low) / Math.log(high / low);
}
