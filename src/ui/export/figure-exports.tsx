import { useState, type ReactNode } from "react";
import { download } from "../kept/download.ts";
import { useMessages } from "../messages/messages.ts";
import { pngOf } from "./png.ts";
import { svgOf } from "./svg-figure.ts";

export interface Figure {
  readonly title: string;
  /** Of its files. */
  readonly name: string;
  /** One below the other. */
  readonly parts: readonly HTMLElement[];
}

/** `find` looks once, at what is on screen when the dialog opens. */
export function FigureExports({ find }: { readonly find: () => readonly Figure[] }): ReactNode {
  const { exports: words } = useMessages();
  const [figures] = useState(find);
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
