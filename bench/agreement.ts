/** Whether engines that are compared do the same work: from the same weights and images they must see the same loss. */
import type { Row } from "./results.ts";
import { ours } from "./results.ts";

/** tf.layers pads the other edge at stride 2, which moves the loss by one or two parts in a hundred. */
const tolerance = 0.05;

/** A sentence for each row whose first loss is not ours. With a live teacher ours crops its images, so losses differ. */
export function strangersIn(rows: readonly Row[]): string[] {
  return rows.flatMap(({ case: name, engine, backend, losses }) => {
    const own = rows.find((row) => row.case === name && row.engine === ours && row.losses)?.losses;
    if (!losses || !own || name.includes("live")) return [];
    const difference = Math.abs(losses[0] / own[0] - 1);
    return difference <= tolerance
      ? []
      : [`${name}: ${engine} on ${backend} begins with the loss ${losses[0]}, ours with ${own[0]}: not the same work.`];
  });
}
