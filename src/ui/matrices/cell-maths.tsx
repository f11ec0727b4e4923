import type { ReactNode } from "react";
import { useEffect, useMemo } from "react";
import { useStore } from "zustand";
import { lookKey } from "../../client/looks.ts";
import type { RunView } from "../../client/run-view.ts";
import { shownAt } from "../../client/time-cursor.ts";
import { cellOf } from "../../core/fsp-cell.ts";
import type { FspSettings } from "../../core/fsp-settings.ts";
import type { ComparedMaps, Look, Subject } from "../../core/look.ts";
import type { MatricesReport } from "../../core/report.ts";
import { MadeOf } from "../compared/made-of.tsx";
import { useLab } from "../lab-context.ts";
import { RemedyFormula } from "../matching/remedy-formula.tsx";
import { useMessages } from "../messages/messages.ts";
import { significant } from "../numbers.ts";
import { useSame } from "../use-same.ts";
import { CellReadout } from "./cell-readout.tsx";
import { HeatCanvas } from "./heat-canvas.tsx";
import type { MarkStore } from "./mark.ts";
import { cellWithin } from "./mark.ts";
import type { Cell, MatrixShape, PairData } from "./pair-data.ts";
import { scaleOf } from "./scales.ts";
import "./cell-maths.css";

interface CellMathsProps {
  readonly run: RunView;
  readonly pair: PairData;
  /** Null where the cells are the networks' own. */
  readonly comparison: FspSettings | null;
  readonly mark: MarkStore;
  readonly subject: Subject;
  /** When the student's matrix drawn above was measured. */
  readonly measuredAfter: Pick<MatricesReport, "stage" | "step"> | null;
}

/** The marked cell in numbers, its two channel maps, their product, and its mean, which is the cell. */
export function CellMaths({ run, pair, comparison, mark, subject, measuredAfter }: CellMathsProps): ReactNode {
  const { matrices: words, insight } = useMessages();
  const { looks } = useLab();
  const cursor = useStore(looks.store, (state) => state.cursor);
  const cell = cellWithin(useStore(mark), pair.shape);
  const at = useSame(shownAt(run, cursor).at);
  const look = useMemo(
    (): Look | null => at && { type: "pair", at, subject, pair: pair.name },
    [at, subject, pair.name],
  );
  const wanted = cell !== null;
  // What is true now is asked for again when the matrices above it are new.
  useEffect(() => {
    if (wanted && look && measuredAfter) looks.ask(run.run, look);
  }, [looks, run.run, look, wanted, measuredAfter]);
  const looked = useStore(looks.store, (state) => (look ? state.looked.get(lookKey(run.run, look)) : undefined));
  const answer = looked?.status === "answered" && looked.answer.type === "pair" ? looked.answer : null;
  // Between two reports of matrices the weights are ahead of those drawn above.
  const isOfThen = answer?.moment.stage === measuredAfter?.stage && answer?.moment.step === measuredAfter?.step;
  const losses = pair.losses ?? (answer && isOfThen ? answer.matrices.losses : null);
  return (
    <section className="matrices-maths" aria-label={words.maths}>
      <CellReadout
        run={run}
        pair={losses ? { ...pair, losses } : pair}
        mark={mark}
        made={cell && insight.cellFormula[subject.kind === "image" ? "image" : "mean"](...namesOf(cell, comparison))}
      />
      {cell && answer && !isOfThen && <p className="matrices-hint">{words.after(answer.moment)}</p>}
      {cell && looked?.status === "refused" && <p className="matrices-hint">{words.cannotLook[looked.code]}</p>}
      {cell && !answer && looked?.status !== "refused" && <p className="matrices-hint">{words.looking}</p>}
      {cell && answer && (
        <div className="matrices-products">
          <Product of="teacher" maps={answer.teacher} shape={pair.shape} cell={cell} />
          <Product of="student" maps={answer.student} shape={pair.shape} cell={cell} />
          {(["teacher", "student"] as const).map((of) => {
            const { own, size } = answer[of];
            return own && <MadeOf key={of} of={of} own={own} size={size} cell={cell} />;
          })}
          {comparison && comparison.remedy.kind !== "none" && <RemedyFormula remedy={comparison.remedy.kind} />}
        </div>
      )}
    </section>
  );
}

/** Of a cell that a remedy makes the channels have names of their own, which stand below their maps. */
function namesOf([a, b]: Cell, comparison: FspSettings | null): [a: string, b: string] {
  return comparison ? ["a", "b"] : [String(a), String(b)];
}

interface ProductProps {
  readonly of: "teacher" | "student";
  readonly maps: ComparedMaps;
  readonly shape: MatrixShape;
  readonly cell: Cell;
}

/** A map's side, CSS pixels: 32 positions come to whole ones. */
const side = 64;

function Product({ of, maps, shape, cell: [a, b] }: ProductProps): ReactNode {
  const { matrices: words, compared } = useMessages();
  const nameOf = (end: "first" | "last", channel: number) => {
    const origin = maps.own?.[end].origin;
    if (origin?.kind === "mix" || origin?.kind === "groups") return compared.channel[origin.kind](end, channel);
    return compared.ownChannel(end, origin?.order[channel] ?? channel);
  };
  const { first, last, product, mean } = useMemo(() => cellOf(maps, shape, a, b), [maps, shape, a, b]);
  const pictures = [
    { sign: null, name: nameOf("first", a), values: first },
    { sign: "×", name: nameOf("last", b), values: last },
    { sign: "=", name: words.meanOf(significant(mean)), values: product },
  ];
  return (
    <figure className={`matrices-product matrices-${of}`}>
      <figcaption>{words.captions[of]}</figcaption>
      {pictures.map(({ sign, name, values }) => (
        <span key={sign} className="matrices-factor">
          {sign && <span aria-hidden="true">{sign}</span>}
          <Picture name={name} values={values} size={maps.size} />
        </span>
      ))}
    </figure>
  );
}

interface PictureProps {
  readonly name: string;
  readonly values: Float64Array;
  readonly size: readonly [height: number, width: number];
}

function Picture({ name, values, size }: PictureProps): ReactNode {
  const drawn = useMemo(() => Float32Array.from(values), [values]);
  const scale = useMemo(() => scaleOf(drawn), [drawn]);
  return (
    <span className="matrices-picture">
      <HeatCanvas values={drawn} shape={size} scale={scale} cell={side / Math.max(...size)} />
      <span>{name}</span>
    </span>
  );
}
