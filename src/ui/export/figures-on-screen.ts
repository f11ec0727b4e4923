/** Charts and matrices as they are on screen. */
import type { Figure } from "./figure-exports.tsx";

export function figuresOnScreen(matricesTitle: string): Figure[] {
  // Which line is which run.
  const legend = [...document.querySelectorAll<HTMLElement>(".curves-table tbody th")];
  const charts = [...document.querySelectorAll<HTMLElement>("figure.curves-chart")].map((element, index) => {
    const title = element.querySelector("figcaption strong")?.textContent ?? "";
    return { title, name: `curves-${index + 1}`, parts: [element, ...legend] };
  });
  const board = document.querySelector<HTMLElement>(".matrices-figures");
  return [...charts, ...(board ? [{ title: matricesTitle, name: "matrices", parts: [board] }] : [])];
}
