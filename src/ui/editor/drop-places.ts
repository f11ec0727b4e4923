/** Where a pointer stands among rectangles that are laid out as text is: from left to right, in lines. */
export type Rect = Pick<DOMRect, "left" | "right" | "top" | "bottom">;

/** How many of them come before the pointer. */
export function placeAmong(rects: readonly Rect[], x: number, y: number): number {
  const isBefore = ({ left, right, top, bottom }: Rect) => bottom < y || (top <= y && (left + right) / 2 < x);
  const behind = rects.findIndex((rect) => !isBefore(rect));
  return behind < 0 ? rects.length : behind;
}

/** The row that the pointer is in, or the nearest below it, or the last. */
export function rowAt(rects: readonly Rect[], y: number): number {
  const at = rects.findIndex(({ bottom }) => y <= bottom);
  return at < 0 ? rects.length - 1 : at;
}
