/** Time per step against batch and against depth, with what linear growth would be. */
import { costsOf } from "../../src/core/network.ts";
import type { Depth } from "../cases.ts";
import { nameOf, stepWorks } from "../cases.ts";
import { growth } from "../extent.ts";
import { studentOf } from "../inputs.ts";
import type { Results, Row } from "../results.ts";
import { caseAt, ours, rowOf } from "../results.ts";
import { milliseconds, short } from "./numbers.ts";
import { colours, decades, dot, heading, line, logarithmic, picture, text } from "./svg.ts";

interface Point {
  /** What is said below it. */
  readonly label: string;
  /** What the work is, in a unit in which linear growth is proportional. */
  readonly work: number;
  readonly ms: number;
}

const [width, height, panel, margin] = [784, 320, 300, 64];

/** Null where there is nothing to draw. One picture a backend. */
export function growthChart({ rows, machine }: Results, backend: string): string | null {
  const panels = [
    { title: `ResNet-8 against batch, ${backend}`, points: byBatch(rows, backend) },
    { title: `batch ${growth.depthBatch} against depth, ${backend}`, points: byDepth(rows, backend) },
  ];
  if (panels.some(({ points }) => points.length < 2)) return null;
  const drawn = panels.flatMap(({ title, points }, index) => drawPanel(title, points, margin + index * (panel + 76)));
  const device = rows.find((row) => row.backend === backend && row.case.endsWith("@growth"))?.adapter ?? machine.cpu;
  const footer = text(12, height - 8, `Least times; dashed: proportional to the work. ${device}; ${machine.date}`);
  return picture(width, height, "Time per training step", [...drawn, footer]);
}

function timesAt(rows: readonly Row[], backend: string, depth: Depth, batch: number): number | null {
  const name = nameOf(stepWorks(depth, batch, ["stage2"])[0]!);
  return rowOf(rows, caseAt("growth", name), ours, backend)?.msMin ?? null;
}

function byBatch(rows: readonly Row[], backend: string): Point[] {
  return growth.batches.flatMap((batch) => {
    const ms = timesAt(rows, backend, 8, batch);
    return ms === null ? [] : [{ label: String(batch), work: batch, ms }];
  });
}

/** Against multiply-adds, which depth adds in equal parts. */
function byDepth(rows: readonly Row[], backend: string): Point[] {
  return growth.depths.flatMap((depth) => {
    const ms = timesAt(rows, backend, depth, growth.depthBatch);
    return ms === null ? [] : [{ label: String(depth), work: costsOf(studentOf(depth).network).multiplyAdds, ms }];
  });
}

function drawPanel(title: string, points: readonly Point[], left: number): string[] {
  const [top, bottom] = [44, height - 54];
  const [first, last] = [points[0]!, points.at(-1)!];
  const linear = ({ work }: Point) => (first.ms * work) / first.work;
  const [low, high] = [Math.min(...points.map((point) => point.ms)) / 1.3, Math.max(last.ms, linear(last)) * 1.3];
  const x = logarithmic(first.work / 1.1, last.work * 1.1, left, left + panel);
  const y = logarithmic(low, high, bottom, top);
  const grid = decades(low, high).flatMap((value) => [
    line(
      [
        [left, y(value)],
        [left + panel, y(value)],
      ],
      colours.faint,
    ),
    text(left - 6, y(value) + 4, short(value), "end"),
  ]);
  return [
    heading(left - 52, 22, `${title}, ms`),
    ...grid,
    line(
      points.map((point) => [x(point.work), y(linear(point))] as const),
      colours.peer,
      "5 4",
    ),
    line(
      points.map((point) => [x(point.work), y(point.ms)] as const),
      colours.ours,
    ),
    ...points.flatMap((point) => [
      dot(x(point.work), y(point.ms), colours.ours),
      text(x(point.work), bottom + 18, point.label, "middle"),
    ]),
    // On the other side of the points than the dashes.
    text(x(last.work), y(last.ms) + (linear(last) > last.ms ? 22 : -10), milliseconds(last.ms), "middle"),
  ];
}
