/** Numbers as people read them. */

/** Four significant digits at most. */
export function short(value: number): string {
  if (value === 0) return "0";
  const digits = Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value))));
  return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString("en-GB") : String(Number(value.toFixed(digits)));
}

export function milliseconds(value: number): string {
  return value >= 10_000 ? `${short(value / 1000)} s` : `${short(value)} ms`;
}

export function bytes(value: number): string {
  if (value < 1024) return `${short(value)} B`;
  return value < 2 ** 20 ? `${short(value / 1024)} KB` : `${short(value / 2 ** 20)} MB`;
}

export function percent(fraction: number): string {
  return `${short(100 * fraction)} %`;
}

export function times(ratio: number): string {
  return `${ratio >= 100 ? Math.round(ratio).toLocaleString("en-GB") : Number(ratio.toPrecision(3))}x`;
}
