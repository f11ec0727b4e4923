import { useLayoutEffect, useRef, type ReactNode } from "react";
import type { ContactSheet } from "../../core/set-summary.ts";

interface ImageStripProps {
  readonly sheet: ContactSheet;
  /** Of the class or kind. */
  readonly index: number;
}

/** Some images of a class, or of a kind of odd ones, in a row, at their own size, enlarged by the browser without smoothing. */
export function ImageStrip({ sheet, index }: ImageStripProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [height, width, channels] = sheet.size;
  const count = sheet.counts[index] ?? 0;
  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context || count === 0) return;
    const first = sheet.counts.slice(0, index).reduce((sum, n) => sum + n, 0);
    const strip = context.createImageData(count * width, height);
    for (let image = 0; image < count; image++) {
      for (let place = 0; place < height * width; place++) {
        const from = ((first + image) * height * width + place) * channels;
        const to = 4 * (Math.floor(place / width) * count * width + image * width + (place % width));
        for (let colour = 0; colour < 3; colour++)
          strip.data[to + colour] = sheet.pixels[from + (channels === 3 ? colour : 0)]!;
        strip.data[to + 3] = 255;
      }
    }
    context.putImageData(strip, 0, 0);
  }, [sheet, index, count, height, width, channels]);
  if (count === 0) return null;
  return <canvas ref={canvas} className="images-strip" aria-hidden="true" width={count * width} height={height} />;
}
