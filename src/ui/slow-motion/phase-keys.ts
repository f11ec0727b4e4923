/** The phase to which a key leads from phase `index` of `count`; null for keys that lead nowhere. */
export function phaseAfter(key: string, index: number, count: number): number | null {
  if (count === 0) return null;
  const last = count - 1;
  switch (key) {
    case "ArrowRight":
      return Math.min(last, index + 1);
    case "ArrowLeft":
      return Math.max(0, Math.min(index, last) - 1);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}
