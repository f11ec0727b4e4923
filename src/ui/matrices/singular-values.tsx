import type { ReactNode } from "react";
import { useState } from "react";
import { useMessages } from "../messages/messages.ts";
import { significant, tick } from "../numbers.ts";
import { usePaced } from "../use-paced.ts";
import type { PairData } from "./pair-data.ts";
import type { Spectrum } from "./spectrum.ts";
import { barOf, spectrumOf } from "./spectrum.ts";
import "./singular-values.css";

interface SingularValuesProps {
  readonly pair: PairData;
}

/** The singular values of teacher's and student's matrix; built only once it is opened. */
export function SingularValues({ pair }: SingularValuesProps): ReactNode {
  const { insight: words } = useMessages();
  const [open, setOpen] = useState(false);
  return (
    <details className="matrices-details" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.singularValues}</summary>
      {open && <OpenValues pair={pair} />}
    </details>
  );
}

/** A decomposition of 64 by 64 takes tens of milliseconds: not with every update of a run that trains. */
const leastMs = 500;

function OpenValues({ pair }: SingularValuesProps): ReactNode {
  const { matrices, insight: words } = useMessages();
  const shown = usePaced(pair, leastMs, pair.name);
  const { teacher, student } = shown.values;
  const spectrum = teacher && student && spectrumOf(teacher, student, shown.shape);
  if (!teacher || !student) return <p>{matrices.notYet[teacher ? "student" : "teacher"]}</p>;
  if (!spectrum) return <p>{words.noSpectrum}</p>;
  return <Bars spectrum={spectrum} />;
}

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
        {teacher.map((theirs, index) => (
          <li key={index} title={words.singularPair(index + 1, significant(theirs), significant(student[index]!))}>
            <span className="visually-hidden">
              {words.singularPair(index + 1, significant(theirs), significant(student[index]!))}
            </span>
            <span className="singular-teacher" style={{ blockSize: barOf(theirs, spectrum) * height }} />
            <span className="singular-student" style={{ blockSize: barOf(student[index]!, spectrum) * height }} />
          </li>
        ))}
      </ol>
      <figcaption>{words.singularCaption}</figcaption>
    </figure>
  );
}
