import type { ReactNode } from "react";
import type { Network } from "../../core/network.ts";
import { costsOf } from "../../core/network.ts";
import { useMessages } from "../messages/messages.ts";
import type { Bracket } from "./brackets.ts";
import { shapesOf } from "./brackets.ts";
import { depthOf, figuresOf, segmentsOf } from "./segments.ts";

interface NetworksTextProps {
  readonly teacher: Network;
  readonly student: Network;
  readonly brackets: readonly Bracket[];
}

/** The diagram in words, for those who do not see it. */
export function NetworksText({ teacher, student, brackets }: NetworksTextProps): ReactNode {
  const { networks: words, problems } = useMessages();
  return (
    <div className="visually-hidden">
      <NetworkTable name={words.teacher} network={teacher} />
      <NetworkTable name={words.student} network={student} />
      <ul>
        {brackets.map((bracket) => (
          <li key={bracket.name}>
            {bracket.fits
              ? words.pairInWords(bracket.name, bracket.teacher, bracket.student)
              : problems.misfit(bracket.name, shapesOf(bracket), bracket.reason)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function NetworkTable({ name, network }: { readonly name: string; readonly network: Network }): ReactNode {
  const { networks: words } = useMessages();
  const { parameters, multiplyAdds } = costsOf(network);
  return (
    <table>
      <caption>
        {name} {words.costs(depthOf(network), parameters, multiplyAdds)}
      </caption>
      <thead>
        <tr>
          <th scope="col">{words.columns.section}</th>
          <th scope="col">{words.columns.channels}</th>
          <th scope="col">{words.columns.size}</th>
          <th scope="col">{words.columns.convolutions}</th>
        </tr>
      </thead>
      <tbody>
        {segmentsOf(network).map((segment) => {
          const figures = segment.section ? figuresOf(network, segment) : null;
          if (!figures) return null;
          return (
            <tr key={segment.key}>
              <th scope="row">{segment.section}</th>
              <td>{figures.channels}</td>
              <td>{words.positions(figures.height, figures.width)}</td>
              <td>{figures.convolutions}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
