/** Numbers as they stand on screen, the same in every language of the catalogue: `1,234.5` with a true minus. */

const minus = "\u2212";
const tooSmallForZeros = 1e-4;
const tooLargeForDigits = 1e6;

function signed(text: string, negative: boolean): string {
  return negative ? minus + text : text;
}

function grouped(digits: string): string {
  const [whole = "", fraction] = digits.split(".");
  const groups = whole.replaceAll(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

/** `0.01234`, `1.234e-5`, `12,350`; "0" stands for exactly zero and nothing else. */
export function significant(value: number, digits = 4): string {
  if (Number.isNaN(value)) return "NaN";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size === Infinity) return signed("∞", value < 0);
  // Rounded first, because 0.00009999999 is 0.0001 with four digits.
  const rounded = Number(size.toPrecision(digits));
  if (rounded < tooSmallForZeros || rounded >= tooLargeForDigits) {
    return signed(size.toExponential(digits - 1).replace("e+", "e"), value < 0);
  }
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(rounded)));
  return signed(grouped(rounded.toFixed(decimals)), value < 0);
}

/** A whole number, all its digits, in groups of three; a dash where a field does not hold one yet. */
export function integer(value: number): string {
  if (Number.isNaN(value)) return "–";
  return Number.isInteger(value) ? signed(grouped(String(Math.abs(value))), value < 0) : significant(value);
}

/** A number that somebody chose, with all its digits. */
export function exact(value: number): string {
  return Number.isInteger(value) ? integer(value) : String(value);
}

/** `8 × 16`; null for a matrix that is not there. */
export function matrixSize(shape: readonly number[] | null): string | null {
  return shape && shape.join(" × ");
}

/** A fraction as per cent, `0.8765` → `87.65%`. */
export function percent(fraction: number, digits = 4): string {
  return `${significant(fraction * 100, digits)}%`;
}

/** What something is multiplied by: `1/4,096` where it is one over a whole number. */
export function factor(value: number): string {
  const whole = Math.round(1 / value);
  return whole > 1 && Math.abs(value * whole - 1) < 1e-9 ? `1/${integer(whole)}` : integer(value);
}

/** An axis label: no more digits than its value has, and a power of ten from `tooLarge` on. */
export function tick(value: number, tooLarge = tooLargeForDigits): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  const short = Number(size.toPrecision(3));
  const plain = short >= tooSmallForZeros && short < tooLarge;
  const text = plain ? grouped(String(short)) : short.toExponential().replace("e+", "e");
  return signed(text, value < 0);
}

/** A layer's maps: `32²` where they are square, else `32 × 16`. */
export function mapSize(height: number, width: number): string {
  return height === width ? `${height}²` : `${height} × ${width}`;
}
