import type { ReactNode } from "react";
import { useLayoutEffect, useRef } from "react";
import type { ImageSet } from "../../core/images.ts";

interface ImageCanvasProps {
  /** `[n, height, width, channels]`; 1 or 3 channels. */
  readonly pixels: Uint8Array;
  readonly size: ImageSet["size"];
  readonly index: number;
}

/** One image at its own size, enlarged by the browser without smoothing. */
export function ImageCanvas({ pixels, size: [height, width, channels], index }: ImageCanvasProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const image = context.createImageData(width, height);
    const from = index * height * width * channels;
    for (let place = 0; place < height * width; place++) {
      for (let colour = 0; colour < 3; colour++)
        image.data[4 * place + colour] = pixels[from + place * channels + (channels === 3 ? colour : 0)]!;
      image.data[4 * place + 3] = 255;
    }
    context.putImageData(image, 0, 0);
  }, [pixels, height, width, channels, index]);
  return <canvas ref={canvas} className="predictions-image" width={width} height={height} aria-hidden="true" />;
}
