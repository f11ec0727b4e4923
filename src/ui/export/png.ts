import type { SvgFigure } from "./svg-figure.ts";

/** Of a point on screen; print wants more than a screen has. */
const pixels = 3;

/** On white. */
export async function pngOf({ text, width, height }: SvgFigure): Promise<Uint8Array> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.ceil(width * pixels), Math.ceil(height * pixels)];
  const context = canvas.getContext("2d")!;
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Error(`figure: a canvas of ${canvas.width} x ${canvas.height} gave no PNG`);
  return new Uint8Array(await blob.arrayBuffer());
}
