import type { ReactNode } from "react";
import { useMemo } from "react";
import type { FspFamily } from "../../core/methods/facts.ts";
import type { Network } from "../../core/network.ts";
import type { Match } from "../../core/pairs.ts";
import type { Matrix } from "../../core/report.ts";
import type { Phase } from "../../core/slow-motion.ts";
import { HeatCanvas } from "../matrices/heat-canvas.tsx";
import type { Scale } from "../matrices/scales.ts";
import { diverging, rangeOf, scaleOf } from "../matrices/scales.ts";
import { useMessages } from "../messages/messages.ts";
import type { Bracket, Side } from "../networks/brackets.ts";
import { bracketsOf } from "../networks/brackets.ts";
import { diagramOf } from "../networks/diagram.ts";
import { useElementWidth } from "../networks/element-width.ts";
import { NetworkRow, rowBaseline } from "../networks/network-row.tsx";
import { litBy } from "./lit-layers.ts";

export interface Networks {
  readonly teacher: Network;
  readonly student: Network;
}

interface LitNetworksProps {
  readonly networks: Networks;
  /** Null where the method compares no matrices. */
  readonly method: FspFamily | null;
  readonly matches: readonly Match[];
  /** The step's phases up to the one that is shown. */
  readonly phases: readonly Phase[];
}

const rowGap = 4;
const matrixSide = 44;
const matrixGap = 8;
const arm = 18;
const zones = { withPairs: 3 * matrixSide + 2 * matrixGap + 2 * arm, alone: 24 };

/** Both networks, what takes part in the last phase lit, and the matrices that were made so far between them. */
export function LitNetworks({ networks, method, matches, phases }: LitNetworksProps): ReactNode {
  const { networks: words } = useMessages();
  const [width, ref] = useElementWidth();
  const { teacher, student } = networks;
  const diagram = useMemo(() => diagramOf(teacher, student, Math.max(280, width)), [teacher, student, width]);
  const brackets = useMemo(
    () =>
      method ? bracketsOf(teacher, student, method, diagram, matrixSide + matrixGap).filter(({ fits }) => fits) : [],
    [teacher, student, method, diagram],
  );
  const phase = phases.at(-1);
  const lit = useMemo(() => phase && litBy(phase, { teacher, student }, matches), [phase, teacher, student, matches]);
  const hasPairs = phases.some(({ name }) => name === "teacherForward");
  const zoneTop = rowBaseline + rowGap;
  const zone = hasPairs ? zones.withPairs : zones.alone;
  const height = 2 * zoneTop + zone;
  return (
    <div className="slow-diagram">
      <p className="slow-teacher">{words.teacher}</p>
      <div ref={ref} className="slow-drawing" style={{ blockSize: height }}>
        {width > 0 && lit && (
          <>
            <svg width={width} height={height} aria-hidden="true">
              <NetworkRow row={diagram.teacher} whose="teacher" y={0} glow={lit.teacher} />
              <NetworkRow row={diagram.student} whose="student" y={height} glow={lit.student} />
              {hasPairs &&
                brackets.map((bracket) => (
                  <Arms key={bracket.name} bracket={bracket} top={zoneTop} bottom={zoneTop + zone} />
                ))}
            </svg>
            {hasPairs &&
              brackets.map(({ name, middle }) => (
                <Matrices key={name} pair={name} middle={middle} top={zoneTop + arm} phases={phases} />
              ))}
          </>
        )}
      </div>
      <p className="slow-student">{words.student}</p>
    </div>
  );
}

interface ArmsProps {
  readonly bracket: Bracket;
  readonly top: number;
  readonly bottom: number;
}

/** From each network's two taps to where its matrix stands. */
function Arms({ bracket: { middle, teacher, student }, top, bottom }: ArmsProps): ReactNode {
  const path = ({ from, to }: Side, edge: number, inward: 1 | -1) =>
    `M${from} ${edge}v${inward * 8}H${to}v${-inward * 8}M${middle} ${edge + inward * 8}V${edge + inward * (arm - 2)}`;
  return (
    <>
      {teacher && <path className="networks-arm networks-teacher" d={path(teacher, top, 1)} />}
      {student && <path className="networks-arm networks-student" d={path(student, bottom, -1)} />}
    </>
  );
}

interface MatricesProps {
  readonly pair: string;
  readonly middle: number;
  readonly top: number;
  readonly phases: readonly Phase[];
}

/** The teacher's above, the student's below, the difference between them, each from its phase on. */
function Matrices({ pair, middle, top, phases }: MatricesProps): ReactNode {
  const places = matricesSoFar(pair, phases);
  return (["teacher", "difference", "student"] as const).map((kind, place) => {
    const matrix = places[kind];
    if (!matrix) return null;
    const [rows, columns] = matrix.shape;
    const cell = matrixSide / Math.max(rows, columns);
    const middleOfPlace = top + place * (matrixSide + matrixGap) + matrixSide / 2;
    const isNew = matricesSoFar(pair, phases.slice(0, -1))[kind] !== matrix;
    return (
      <div
        key={kind}
        className={`slow-matrix matrices-${kind}${isNew ? " slow-new" : ""}`}
        style={{ left: middle - (columns * cell) / 2, top: middleOfPlace - (rows * cell) / 2 }}
      >
        <HeatCanvas values={matrix.values} shape={matrix.shape} scale={scaleAs(kind, matrix.values)} cell={cell} />
      </div>
    );
  });
}

type Place = "teacher" | "student" | "difference";

/** Student minus teacher is drawn around zero. */
export function scaleAs(kind: Place, values: Float32Array): Scale {
  return kind === "difference" ? diverging(rangeOf(values)) : scaleOf(values);
}

function matricesSoFar(pair: string, phases: readonly Phase[]): Readonly<Record<Place, Matrix | null>> {
  const found: Record<Place, Matrix | null> = { teacher: null, student: null, difference: null };
  const own = (matrices: readonly Matrix[]) => matrices.find((matrix) => matrix.pair === pair) ?? null;
  for (const phase of phases) {
    if (phase.name === "teacherMatrices") found.teacher = own(phase.matrices);
    else if (phase.name === "studentMatrices") found.student = own(phase.matrices);
    else if (phase.name === "adapt") found.student = own(phase.made.map(({ matrix }) => matrix));
    else if (phase.name === "assign" || phase.name === "project" || phase.name === "shuffle")
      found.teacher = own(phase.made.map(({ matrix }) => matrix));
    else if (phase.name === "difference") found.difference = own(phase.pairs.flatMap(({ matrix }) => matrix ?? []));
  }
  return found;
}
