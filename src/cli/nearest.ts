/** What somebody probably meant, by the fewest letters that differ; null where nothing is near. */
export function nearest(name: string, names: readonly string[]): string | null {
  const most = Math.max(1, Math.floor(name.length / 3));
  const [best] = names
    .map((candidate) => ({ candidate, distance: distanceOf(name, candidate) }))
    .filter(({ distance }) => distance <= most)
    .toSorted((a, b) => a.distance - b.distance);
  return best?.candidate ?? null;
}

/** The end of a sentence that turned `name` down. */
export function didYouMean(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  return near === null ? "" : ` Did you mean "${near}"?`;
}

/** How many letters have to be put in, taken out or changed (Levenshtein). */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const above = row;
    row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(changed, above[j]! + 1, row[j - 1]! + 1));
    }
  }
  return row[b.length]!;
}
