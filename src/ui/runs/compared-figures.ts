/** The curves of the selected runs over each other, and their differences, as they are in the drawer. */
import type { Figure } from "../export/figure-exports.tsx";

export function comparedFigures(): Figure[] {
  const [legend, chart] = [".runs-legend", ".runs-chart-place:has(.runs-chart)"].map(within);
  const differences = [".runs-compare h4", ".runs-differences table", ".runs-differences + .runs-note"].flatMap(
    (selector) => within(selector) ?? [],
  );
  const chartTitle = chart?.querySelector(".runs-chart")?.getAttribute("aria-label") ?? "";
  const [title] = differences;
  return [
    ...(legend && chart ? [{ title: chartTitle, name: "compared-curves", parts: [chart, legend] }] : []),
    ...(title ? [{ title: title.textContent ?? "", name: "compared-differences", parts: differences }] : []),
  ];
}

function within(selector: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(selector);
}
