import type { ReactNode } from "react";
import { useMemo, useState } from "react";
import { useMessages } from "../messages/messages.ts";
import { significant, tick } from "../numbers.ts";
import { usePaced } from "../use-paced.ts";
import type { TabledMatrix } from "./matrix-table.tsx";
import type { Measured, Spectrum } from "./spectrum.ts";
import { barOf, spectrumOf } from "./spectrum.ts";
import "./singular-values.css";

interface SingularValuesProps {
  readonly pair: string;
  readonly teacher: TabledMatrix | null;
  readonly student: TabledMatrix | null;
}

/** The singular values of teacher's and student's matrix; built only once it is opened. */
export function SingularValues(props: SingularValuesProps): ReactNode {
  const { insight: words } = useMessages();
  const [open, setOpen] = useState(false);
  return (
    <details className="matrices-details" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.singularValues}</summary>
      {open && <OpenValues {...props} />}
    </details>
  );
}

/** A decomposition of 64 by 64 takes tens of milliseconds: not with every update of a run that trains. */
const leastMs = 500;

function OpenValues({ pair, teacher, student }: SingularValuesProps): ReactNode {
  const { matrices, insight: words } = useMessages();
  const both = useMemo(() => ({ teacher: measured(teacher), student: measured(student) }), [teacher, student]);
  const shown = usePaced(both, leastMs, pair);
  if (!shown.teacher || !shown.student) return <p>{matrices.notYet[shown.teacher ? "student" : "teacher"]}</p>;
  const spectrum = spectrumOf(shown.teacher, shown.student);
  if (!spectrum) return <p>{words.noSpectrum}</p>;
  return <Bars spectrum={spectrum} />;
}

function measured(matrix: TabledMatrix | null): Measured | null {
  return matrix && matrix.values && { shape: matrix.shape, values: matrix.values };
}

const numberOf = (value: number | null) => (value === null ? null : significant(value));

const height = 96;

function Bars({ spectrum }: { readonly spectrum: Spectrum }): ReactNode {
  const { insight: words } = useMessages();
  const { teacher, student, low, high } = spectrum;
  const powers = Array.from({ length: high - low + 1 }, (_, index) => high - index);
  return (
    <figure className="singular">
      <div className="singular-axis" aria-hidden="true" style={{ blockSize: height }}>
        {powers.map((power) => (
          <span key={power} style={{ insetBlockStart: ((high - power) / (high - low)) * height }}>
            {tick(10 ** power)}
          </span>
        ))}
      </div>
      <ol className="singular-bars" style={{ blockSize: height }}>
        {Array.from({ length: Math.max(teacher.length, student.length) }, (_, index) => {
          const [theirs, ours] = [teacher[index] ?? null, student[index] ?? null];
          const said = words.singularPair(index + 1, numberOf(theirs), numberOf(ours));
          return (
            <li key={index} title={said}>
              <span className="visually-hidden">{said}</span>
              <span className="singular-teacher" style={{ blockSize: barOf(theirs ?? 0, spectrum) * height }} />
              <span className="singular-student" style={{ blockSize: barOf(ours ?? 0, spectrum) * height }} />
            </li>
          );
        })}
      </ol>
      <figcaption>{words.singularCaption}</figcaption>
    </figure>
  );
}
