/** Lines of cells as columns, each as wide as its longest cell. */
export function aligned(lines: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const line of lines) line.forEach((cell, index) => (widths[index] = Math.max(widths[index] ?? 0, cell.length)));
  return lines.map((line) =>
    line
      .map((cell, index) => cell.padEnd(widths[index]!))
      .join("  ")
      .trimEnd(),
  );
}
