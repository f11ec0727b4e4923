export interface Point {
  readonly x: number;
  /** Null breaks the line: nothing was measured, or the axis has no place for it. */
  readonly y: number | null;
}

/**
 * At most about `limit` of the points: the lowest and the highest of each bucket, so that no peak is lost, a bucket's
 * gap, and both ends. Nothing is averaged or moved.
 */
export function decimated(points: readonly Point[], limit: number): readonly Point[] {
  if (points.length <= limit) return points;
  const buckets = Math.max(1, Math.floor((limit - 2) / 3));
  const inner = points.length - 2;
  const kept = [points[0]!];
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = 1 + Math.floor((bucket * inner) / buckets);
    const to = 1 + Math.floor(((bucket + 1) * inner) / buckets);
    kept.push(...extremesOf(points, from, to));
  }
  kept.push(points.at(-1)!);
  return kept;
}

function extremesOf(points: readonly Point[], from: number, to: number): Point[] {
  let [least, most, gap] = [-1, -1, -1];
  for (let index = from; index < to; index++) {
    const { y } = points[index]!;
    if (y === null) gap = index;
    else {
      if (least < 0 || y < points[least]!.y!) least = index;
      if (most < 0 || y > points[most]!.y!) most = index;
    }
  }
  const indices = new Set([least, most, gap].filter((index) => index >= 0));
  return [...indices].toSorted((i, j) => i - j).map((index) => points[index]!);
}
