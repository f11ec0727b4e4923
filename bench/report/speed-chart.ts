/** One picture: how long one training step takes, ours and the peers'. */
import type { Results, Row } from "../results.ts";
import { ours } from "../results.ts";
import { milliseconds, short } from "./numbers.ts";
import { bar, colours, decades, heading, line, logarithmic, picture, text } from "./svg.ts";

const [width, left, right, rowHeight, top] = [760, 240, 90, 26, 48];

/** Null where there is nothing to draw. */
export function speedChart({ rows, machine }: Results): string | null {
  const drawn = drawnRows(rows);
  if (drawn.length < 2) return null;
  const times = drawn.map((row) => row.msMedian!);
  const [low, high] = [Math.min(...times) / 3, Math.max(...times)];
  const place = logarithmic(low, high, left, width - right);
  const bottom = top + drawn.length * rowHeight;
  const title = `One training step: ResNet-8, width 16, batch ${drawn[0]!.batch}, milliseconds (logarithmic)`;
  const grid = decades(low, high).flatMap((value) => [
    line(
      [
        [place(value), top - 6],
        [place(value), bottom],
      ],
      colours.faint,
    ),
    text(place(value), top - 10, short(value), "middle"),
  ]);
  const bars = drawn.flatMap((row, index) => {
    const y = top + index * rowHeight;
    const colour = row.engine === ours ? colours.ours : colours.peer;
    return [
      text(left - 8, y + 17, nameOf(row), "end"),
      bar(left, y + 4, place(row.msMedian!) - left, rowHeight - 8, colour),
      text(place(row.msMedian!) + 6, y + 17, milliseconds(row.msMedian!)),
    ];
  });
  const footer = [`${machine.cpu}, ${machine.cores} cores; ${machine.date}`, ...adaptersIn(drawn)].map((line, index) =>
    text(12, bottom + 22 + 18 * index, line),
  );
  const height = bottom + 16 + 18 * footer.length;
  return picture(width, height, title, [heading(12, 20, title), ...grid, ...bars, ...footer]);
}

/** Of the largest batch at which stock tfjs has a time on webgpu; fastest first. From Chromium what Node has not. */
function drawnRows(rows: readonly Row[]): Row[] {
  const isStep = (row: Row) => /^resnet8-stage2-b\d+(?:@chromium)?$/.test(row.case) && row.msMedian !== null;
  const steps = rows.filter(isStep);
  const stock = steps.filter((row) => row.engine === "tfjs" && row.backend === "webgpu");
  const batch = Math.max(...(stock.length > 0 ? stock : steps).filter((row) => row.runs > 0).map((row) => row.batch));
  const known = new Set<string>();
  return steps
    .filter((row) => row.batch === batch)
    .filter((row) => {
      const name = `${row.engine} ${row.backend}`;
      return known.has(name) ? false : known.add(name);
    })
    .toSorted((a, b) => a.msMedian! - b.msMedian!);
}

function nameOf({ engine, backend, software, case: name }: Row): string {
  const where = name.endsWith("@chromium") ? ", Chromium" : "";
  return `${engine} ${backend}${software ? " (software)" : ""}${where}`;
}

function adaptersIn(rows: readonly Row[]): string[] {
  const short = (adapter: string) => (/swiftshader/i.test(adapter) ? "SwiftShader" : adapter);
  return [...new Set(rows.flatMap(({ adapter }) => (adapter ? [short(adapter)] : [])))];
}
