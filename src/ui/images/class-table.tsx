/** The classes of a set: how many images each has where, what they look like, and which of them take part. */
import type { ReactNode } from "react";
import type { FoundImages } from "../../core/found-images.ts";
import { useMessages } from "../messages/messages.ts";
import { integer } from "../numbers.ts";
import { ImageStrip } from "./image-strip.tsx";

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
                  <ImageStrip sheet={sheet} index={index} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
