/** The classes of a set: how many images each has where, what they look like, and which of them take part. */
import { useLayoutEffect, useRef, type ReactNode } from "react";
import type { FoundImages } from "../../core/found-images.ts";
import type { ContactSheet } from "../../core/set-summary.ts";
import { useMessages } from "../messages/messages.ts";
import { integer } from "../numbers.ts";

interface ClassTableProps {
  readonly found: FoundImages;
  /** Null: all. */
  readonly chosen: readonly number[] | null;
  readonly onChoose: (classes: number[] | null) => void;
}

export function ClassTable({ found: { classes, sheet }, chosen, onChoose }: ClassTableProps): ReactNode {
  const { images } = useMessages();
  const isChosen = (index: number) => chosen?.includes(index) ?? true;
  const toggle = (index: number) => {
    const next = classes.flatMap((_, other) => (isChosen(other) !== (other === index) ? [other] : []));
    onChoose(next.length === classes.length ? null : next);
  };
  return (
    <section className="images-part images-classes">
      <h3>{images.classes}</h3>
      <div className="images-table">
        <table>
          <thead>
            <tr>
              <th scope="col">{images.className}</th>
              <th scope="col">{images.splits.training}</th>
              <th scope="col">{images.splits.validation}</th>
              <th scope="col">{images.splits.test}</th>
              <th scope="col">{images.some}</th>
            </tr>
          </thead>
          <tbody>
            {classes.map((one, index) => (
              <tr key={index}>
                <th scope="row">
                  <label>
                    <input type="checkbox" checked={isChosen(index)} onChange={() => toggle(index)} />
                    {one.name}
                  </label>
                </th>
                <td>{integer(one.training)}</td>
                <td>{integer(one.validation)}</td>
                <td>{integer(one.test)}</td>
                <td>
                  <ClassStrip sheet={sheet} index={index} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface ClassStripProps {
  readonly sheet: ContactSheet;
  /** Of the class. */
  readonly index: number;
}

/** Some images of a class in a row, at their own size, enlarged by the browser without smoothing. */
function ClassStrip({ sheet, index }: ClassStripProps): ReactNode {
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
  return <canvas ref={canvas} aria-hidden="true" width={count * width} height={height} />;
}
