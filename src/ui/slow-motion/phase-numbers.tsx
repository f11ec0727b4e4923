import type { ReactNode } from "react";
import type { Matrix } from "../../core/report.ts";
import type { LayerNorm, LayerOutput, Phase } from "../../core/slow-motion.ts";
import { nodeOf } from "../../core/network.ts";
import { OriginsNote } from "../compared/origins-note.tsx";
import { RelationFigures } from "../compared/relation-figures.tsx";
import { RemedyFormula } from "../matching/remedy-formula.tsx";
import { HeatCanvas } from "../matrices/heat-canvas.tsx";
import { scaleOf } from "../matrices/scales.ts";
import { useMessages } from "../messages/messages.ts";
import { exact, percent, significant } from "../numbers.ts";
import type { Networks } from "./lit-networks.tsx";
import { scaleAs } from "./lit-networks.tsx";

interface PhaseNumbersProps {
  readonly phase: Phase;
  readonly networks: Networks;
}

/** All that the engine tells of one phase. */
export function PhaseNumbers({ phase, networks }: PhaseNumbersProps): ReactNode {
  const { slowMotion: words } = useMessages();
  switch (phase.name) {
    case "teacherForward":
      return <Outputs layers={phase.layers} network={networks.teacher} />;
    case "studentForward":
      return <Outputs layers={phase.layers} network={networks.student} />;
    case "teacherMatrices":
      return <MatrixFigures kind="teacher" matrices={phase.matrices} />;
    case "studentMatrices":
      return <MatrixFigures kind="student" matrices={phase.matrices} />;
    case "assign":
    case "project":
    case "shuffle":
    case "adapt":
      return (
        <MatrixFigures
          kind={phase.name === "adapt" ? "student" : "teacher"}
          matrices={phase.made.map(({ matrix }) => matrix)}
          notes={phase.made.map(({ origins }) => (
            <OriginsNote key="origins" origins={origins} />
          ))}
        />
      );
    case "relate":
      return (
        <>
          {phase.pairs.map(({ pair, parts }) => (
            <section key={pair} className="slow-related" aria-label={pair}>
              <h4>{pair}</h4>
              <RelationFigures parts={parts} />
            </section>
          ))}
          {phase.pairs[0] && <RemedyFormula remedy={phase.pairs[0].parts.kind} />}
        </>
      );
    case "difference": {
      const said = phase.pairs.map(({ loss, lambda }) => words.pairLoss(significant(loss), exact(lambda)));
      return (
        <>
          <p className="slow-total">{words.lossIs(significant(phase.loss))}</p>
          {phase.task !== null && phase.pairs.length > 0 && <p>{words.taskLoss(significant(phase.task))}</p>}
          {phase.pairs.every(({ matrix }) => matrix) ? (
            <MatrixFigures
              kind="difference"
              matrices={phase.pairs.flatMap(({ matrix }) => matrix ?? [])}
              notes={said}
            />
          ) : (
            phase.pairs.map(({ pair }, index) => (
              <p key={pair}>
                <strong>{pair}</strong> {said[index]}
              </p>
            ))
          )}
        </>
      );
    }
    case "gradient":
      return (
        <>
          <p className="slow-total">{words.gradientNorm(significant(phase.norm))}</p>
          <Norms layers={phase.layers} columns={[{ name: words.columns.norm, of: ({ norm }) => significant(norm) }]} />
        </>
      );
    case "update":
      return (
        <>
          <p className="slow-total">{words.updateNorm(exact(phase.rate), significant(phase.norm))}</p>
          <Norms
            layers={phase.layers}
            columns={[
              { name: words.columns.moved, of: ({ norm }) => significant(norm) },
              { name: words.columns.relative, of: ({ relative }) => (relative === null ? "–" : percent(relative)) },
            ]}
          />
        </>
      );
    default:
      return phase satisfies never;
  }
}

interface OutputsProps {
  readonly layers: readonly LayerOutput[];
  readonly network: Networks["teacher"];
}

/** A map's side, CSS pixels. */
const mapSide = 40;

function Outputs({ layers, network }: OutputsProps): ReactNode {
  const { slowMotion: words } = useMessages();
  const { columns } = words;
  return (
    <table className="slow-table">
      <thead>
        <tr>
          {[columns.layer, columns.shape, columns.norm, columns.least, columns.most, columns.map].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {layers.map(({ layer, norm, least, most, map }) => (
          <tr key={layer}>
            <th scope="row">{layer}</th>
            <td>{words.outputShape(nodeOf(network, layer).shape)}</td>
            <td>{significant(norm)}</td>
            <td>{significant(least)}</td>
            <td>{significant(most)}</td>
            <td>
              {map && (
                <HeatCanvas
                  values={map.values}
                  shape={map.size}
                  scale={scaleOf(map.values)}
                  cell={mapSide / Math.max(...map.size)}
                />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface MatrixFiguresProps {
  readonly kind: "teacher" | "student" | "difference";
  readonly matrices: readonly Matrix[];
  /** Said below each. */
  readonly notes?: readonly ReactNode[];
}

const matrixSide = 112;

function MatrixFigures({ kind, matrices, notes }: MatrixFiguresProps): ReactNode {
  const { slowMotion: words, matrices: names } = useMessages();
  return (
    <div className="slow-figures">
      {matrices.map(({ pair, shape, values }, index) => (
        <figure key={pair} className={`slow-figure matrices-${kind}`}>
          <figcaption>
            <strong>{pair}</strong> {names.shape(shape)}
          </figcaption>
          <HeatCanvas
            values={values}
            shape={shape}
            scale={scaleAs(kind, values)}
            cell={matrixSide / Math.max(...shape)}
          />
          <p>{words.matrixNumbers(...rangeAndNorm(values))}</p>
          {notes && <div>{notes[index]}</div>}
        </figure>
      ))}
    </div>
  );
}

function rangeAndNorm(values: Float32Array): [least: string, most: string, norm: string] {
  let [least, most, sum] = [Infinity, -Infinity, 0];
  for (const value of values) [least, most, sum] = [Math.min(least, value), Math.max(most, value), sum + value * value];
  return [significant(least), significant(most), significant(Math.sqrt(sum))];
}

interface NormsProps<Layer extends LayerNorm> {
  readonly layers: readonly Layer[];
  readonly columns: readonly { readonly name: string; of(this: void, layer: Layer): string }[];
}

/** A layer a row, each with a bar of its norm. */
function Norms<Layer extends LayerNorm>({ layers, columns }: NormsProps<Layer>): ReactNode {
  const { slowMotion: words } = useMessages();
  const most = Math.max(...layers.map(({ norm }) => norm));
  const barOf = ({ norm }: Layer) => `calc(${most > 0 ? norm / most : 0} * var(--slow-longest))`;
  return (
    <table className="slow-table">
      <thead>
        <tr>
          <th scope="col">{words.columns.layer}</th>
          {columns.map(({ name }) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {layers.map((layer) => (
          <tr key={layer.layer}>
            <th scope="row">{layer.layer}</th>
            {columns.map(({ name, of }, column) => (
              <td key={name}>
                {column === 0 ? (
                  <span className="slow-barred">
                    <span className="slow-bar" style={{ inlineSize: barOf(layer) }} />
                    {of(layer)}
                  </span>
                ) : (
                  of(layer)
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
