import { useState, type ReactNode } from "react";
import { download } from "../kept/download.ts";
import { useMessages } from "../messages/messages.ts";
import { pngOf } from "./png.ts";
import { svgOf } from "./svg-figure.ts";

interface Figure {
  readonly title: string;
  /** Of its files. */
  readonly name: string;
  /** One below the other. */
  readonly parts: readonly HTMLElement[];
}

/** Charts and matrices as they are on screen. */
function figuresOnScreen(matricesTitle: string): Figure[] {
  // Which line is which run.
  const legend = [...document.querySelectorAll<HTMLElement>(".curves-table tbody th")];
  const charts = [...document.querySelectorAll<HTMLElement>("figure.curves-chart")].map((element, index) => {
    const title = element.querySelector("figcaption strong")?.textContent ?? "";
    return { title, name: `curves-${index + 1}`, parts: [element, ...legend] };
  });
  const board = document.querySelector<HTMLElement>(".matrices-figures");
  return [...charts, ...(board ? [{ title: matricesTitle, name: "matrices", parts: [board] }] : [])];
}

export function FigureExports(): ReactNode {
  const { exports: words } = useMessages();
  const [figures] = useState(() => figuresOnScreen(words.matrices));
  const saveSvg = ({ name, parts }: Figure) => download(`${name}.svg`, [svgOf(parts).text]);
  const savePng = async ({ name, parts }: Figure) => download(`${name}.png`, [await pngOf(svgOf(parts))]);
  return (
    <section className="export-part">
      <h3>{words.figures}</h3>
      <p>{figures.length > 0 ? words.figuresNote : words.noFigures}</p>
      <ul>
        {figures.map((figure) => (
          <li key={figure.name}>
            <button type="button" aria-label={words.of(words.svg, figure.title)} onClick={() => saveSvg(figure)}>
              {words.svg}
            </button>
            <button type="button" aria-label={words.of(words.png, figure.title)} onClick={() => void savePng(figure)}>
              {words.png}
            </button>
            <span>{figure.title}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
