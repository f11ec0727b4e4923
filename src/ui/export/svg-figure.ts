/** A part of the page as an SVG file of its own, on white: drawings, canvases, frames and text, where they are on screen. */

export interface SvgFigure {
  readonly text: string;
  /** In pixels of the screen. */
  readonly width: number;
  readonly height: number;
}

const margin = 8;
/** What decides how a shape of a drawing looks. */
const shapeStyles = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-opacity",
  "stroke-linecap",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "dominant-baseline",
];
/** Controls, and what is for screen readers alone. */
const leftOut = "button, input, select, label, .visually-hidden, .curves-readout";
/** In pixels. */
const smallestCell = 8;

/** The parts stand one below the other. */
export function svgOf(parts: readonly HTMLElement[]): SvgFigure {
  const root = document.documentElement;
  const theme = root.dataset["theme"];
  // Nothing is painted before this function returns: only the colours are read.
  root.dataset["theme"] = "light";
  try {
    return drawn(parts);
  } finally {
    if (theme === undefined) delete root.dataset["theme"];
    else root.dataset["theme"] = theme;
  }
}

function drawn(elements: readonly HTMLElement[]): SvgFigure {
  const boxes = elements.map((element) => element.getBoundingClientRect());
  const width = Math.ceil(Math.max(...boxes.map((box) => box.width))) + 2 * margin;
  let height = margin;
  const parts = elements.flatMap((element, index) => {
    const box = boxes[index]!;
    const origin = { left: box.left - margin, top: box.top - height };
    height += Math.ceil(box.height);
    return partsOf(element, origin);
  });
  height += margin;
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  const ground = '<rect width="100%" height="100%" fill="#ffffff"/>';
  const text = `<svg xmlns="http://www.w3.org/2000/svg" ${size}>\n${ground}\n${parts.join("\n")}\n</svg>\n`;
  return { text, width, height };
}

interface Origin {
  readonly left: number;
  readonly top: number;
}

function partsOf(node: Node, origin: Origin): string[] {
  if (node instanceof Text) return linesOf(node, origin);
  if (!(node instanceof Element) || node.matches(leftOut)) return [];
  const style = getComputedStyle(node);
  if (style.display === "none" || style.visibility === "hidden" || style.opacity === "0") return [];
  if (node instanceof SVGSVGElement) return [drawingOf(node, origin)];
  const own = node instanceof HTMLElement ? [frameOf(node, style, origin)] : [];
  const inner =
    node instanceof HTMLCanvasElement
      ? [imageOf(node, origin)]
      : [...node.childNodes].flatMap((child) => partsOf(child, origin));
  return [...own, ...inner].filter((part) => part !== "");
}

function placed(box: DOMRect, { left, top }: Origin): string {
  const round = (value: number) => Math.round(value * 100) / 100;
  return `x="${round(box.left - left)}" y="${round(box.top - top)}" width="${round(box.width)}" height="${round(box.height)}"`;
}

/** Background and border, where there are any. */
function frameOf(element: HTMLElement, style: CSSStyleDeclaration, origin: Origin): string {
  const background = style.backgroundColor;
  const border = Number.parseFloat(style.borderTopWidth);
  const isFilled = background !== "rgba(0, 0, 0, 0)" && background !== "transparent";
  const isFramed = border > 0 && style.borderTopStyle !== "none" && style.borderBottomStyle !== "none";
  if (!isFilled && !isFramed) return "";
  const stroke = isFramed ? ` stroke="${style.borderTopColor}" stroke-width="${border}"` : "";
  return `<rect ${placed(element.getBoundingClientRect(), origin)} fill="${isFilled ? background : "none"}"${stroke}/>`;
}

/** Of the file, for a canvas of `cells` cells side by side that is `width` pixels wide on screen. */
export function pixelsPerCell(cells: number, width: number): number {
  return Math.max(smallestCell, Math.ceil(width / cells));
}

/** A canvas has one pixel a cell: enlarged here, since few programs leave enlarged pixels sharp. */
function imageOf(canvas: HTMLCanvasElement, origin: Origin): string {
  const box = canvas.getBoundingClientRect();
  if (canvas.width === 0 || box.width === 0) return "";
  const times = pixelsPerCell(canvas.width, box.width);
  const large = document.createElement("canvas");
  [large.width, large.height] = [canvas.width * times, canvas.height * times];
  const context = large.getContext("2d")!;
  context.imageSmoothingEnabled = false;
  context.drawImage(canvas, 0, 0, large.width, large.height);
  return `<image ${placed(box, origin)} preserveAspectRatio="none" href="${large.toDataURL()}"/>`;
}

/** With every colour and font written down, because the file has no style sheet. */
function drawingOf(drawing: SVGSVGElement, origin: Origin): string {
  // oxlint-disable-next-line no-unsafe-type-assertion -- a copy is what it is a copy of
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const [from, to] = [[...drawing.querySelectorAll("*")], [...copy.querySelectorAll("*")]];
  for (const [index, element] of from.entries()) {
    const style = getComputedStyle(element);
    const target = to[index]!;
    for (const name of shapeStyles) target.setAttribute(name, style.getPropertyValue(name));
    for (const name of ["class", "style", "tabindex"]) target.removeAttribute(name);
  }
  for (const hidden of copy.querySelectorAll("[visibility=hidden], title, desc")) hidden.remove();
  const box = drawing.getBoundingClientRect();
  for (const { name } of Array.from(copy.attributes)) if (name !== "viewBox") copy.removeAttribute(name);
  copy.setAttribute("x", `${box.left - origin.left}`);
  copy.setAttribute("y", `${box.top - origin.top}`);
  copy.setAttribute("width", `${box.width}`);
  copy.setAttribute("height", `${box.height}`);
  copy.setAttribute("overflow", "visible");
  return new XMLSerializer().serializeToString(copy);
}

/** A text a line, as the page broke them. */
function linesOf(text: Text, { left, top }: Origin): string[] {
  const parent = text.parentElement;
  if (!parent || text.data.trim() === "") return [];
  const style = getComputedStyle(parent);
  const lines: { text: string; box: DOMRect }[] = [];
  const range = document.createRange();
  for (let at = 0; at < text.data.length; at++) {
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    const [box] = range.getClientRects();
    if (!box) continue;
    const last = lines.at(-1);
    if (last && Math.abs(last.box.top - box.top) < box.height / 2) last.text += text.data[at]!;
    else lines.push({ text: text.data[at]!, box });
  }
  const size = Number.parseFloat(style.fontSize);
  return lines.map(({ text: line, box }) => {
    const base = box.top - top + box.height / 2 + size * 0.35;
    const font = `font-family="${escaped(style.fontFamily)}" font-size="${style.fontSize}" font-weight="${style.fontWeight}"`;
    return `<text x="${(box.left - left).toFixed(2)}" y="${base.toFixed(2)}" fill="${style.color}" ${font}>${escaped(line.replaceAll(/\s+/g, " ").trimEnd())}</text>`;
  });
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
