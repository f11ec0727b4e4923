import { useCallback, useState } from "react";

/** The width of an element in whole pixels, 0 until it stands in the page; `ref` goes on that element. */
export function useElementWidth(): readonly [
  width: number,
  ref: (element: Element | null) => (() => void) | undefined,
] {
  const [width, setWidth] = useState(0);
  const ref = useCallback((element: Element | null) => {
    if (!element) return undefined;
    setWidth(Math.floor(element.getBoundingClientRect().width));
    const observer = new ResizeObserver(([entry]) => {
      // While a page is hidden or resized an element may have no width for a moment; what stands in it must not go.
      if (entry && entry.contentRect.width > 0) setWidth(Math.floor(entry.contentRect.width));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [width, ref];
}
