import type { ReactNode } from "react";
import { useLayoutEffect, useRef } from "react";
import { mapPixels } from "./colour-maps.ts";
import type { MatrixShape } from "./pair-data.ts";
import type { Scale } from "./scales.ts";
import { paint } from "./scales.ts";

interface HeatCanvasProps {
  readonly values: Float32Array;
  readonly shape: MatrixShape;
  readonly scale: Scale;
  /** One cell's side in CSS pixels. */
  readonly cell: number;
}

/** One pixel a cell, enlarged by the browser without smoothing. */
export function HeatCanvas({ values, shape: [rows, columns], scale, cell }: HeatCanvasProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const image = useRef<ImageData>(null);
  const { map, low, high } = scale;
  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const kept = image.current;
    const pixels = kept?.width === columns && kept.height === rows ? kept : context.createImageData(columns, rows);
    image.current = pixels;
    paint(new Uint32Array(pixels.data.buffer), values, { map, low, high }, mapPixels[map]);
    context.putImageData(pixels, 0, 0);
  }, [values, rows, columns, map, low, high]);
  return (
    <canvas
      ref={canvas}
      className="matrices-canvas"
      width={columns}
      height={rows}
      style={{ width: columns * cell, height: rows * cell }}
      aria-hidden="true"
    />
  );
}
