/** The few parts of SVG that the charts are made of. On white, so that they can be read in either theme. */

export const colours = { ours: "#D55E00", peer: "#767676", ink: "#222222", faint: "#dddddd" } as const;

export function picture(width: number, height: number, title: string, parts: readonly string[]): string {
  const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="13" role="img">`;
  const ground = `<rect width="${width}" height="${height}" fill="#ffffff"/>`;
  return `${[head, `<title>${escaped(title)}</title>`, ground, ...parts, "</svg>"].join("\n")}\n`;
}

export function text(x: number, y: number, content: string, anchor: "start" | "middle" | "end" = "start"): string {
  return `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}" fill="${colours.ink}">${escaped(content)}</text>`;
}

export function heading(x: number, y: number, content: string): string {
  return `<text x="${at(x)}" y="${at(y)}" font-weight="600" fill="${colours.ink}">${escaped(content)}</text>`;
}

export function bar(x: number, y: number, width: number, height: number, colour: string): string {
  return `<rect x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" fill="${colour}"/>`;
}

export function line(points: readonly (readonly [x: number, y: number])[], colour: string, dashes = ""): string {
  const path = points.map(([x, y]) => `${at(x)},${at(y)}`).join(" ");
  return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="1.5" stroke-dasharray="${dashes}"/>`;
}

export function dot(x: number, y: number, colour: string): string {
  return `<circle cx="${at(x)}" cy="${at(y)}" r="3.5" fill="${colour}"/>`;
}

/** A position on a logarithmic axis from `low` to `high`, laid out from `from` to `to`. */
export function logarithmic(low: number, high: number, from: number, to: number): (value: number) => number {
  return (value) => from + ((to - from) * Math.log(value / low)) / Math.log(high / low);
}

/** The powers of ten at or between two numbers. */
export function decades(low: number, high: number): number[] {
  const [first, last] = [Math.ceil(Math.log10(low)), Math.floor(Math.log10(high))];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => 10 ** (first + index));
}

function at(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escaped(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
