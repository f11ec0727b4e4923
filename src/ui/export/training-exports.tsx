import { useState, type ReactNode } from "react";
import type { BundledTraining } from "../../core/bundle.ts";
import { longCsv } from "../../core/bundle.ts";
import { BadInput, reasonOf } from "../../core/bad-input.ts";
import { latexTable } from "../../core/latex-table.ts";
import { download } from "../kept/download.ts";
import { useLab } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";

interface TrainingExportsProps {
  /** Null while they are read. */
  readonly trainings: readonly BundledTraining[] | null;
  /** The LaTeX table that is on screen; null: each training has its own. */
  readonly table: (() => string) | null;
}

/** The runs as a bundle and as tables, and their weights. */
export function TrainingExports({ trainings, table }: TrainingExportsProps): ReactNode {
  const lab = useLab();
  const { exports: words, problems } = useMessages();
  const [failure, setFailure] = useState<string | null>(null);
  const [first] = trainings ?? [];
  if (!trainings || !first) {
    return (
      <section className="export-part">
        <h3>{words.runs}</h3>
        <p>{trainings ? words.noRuns : words.reading}</p>
      </section>
    );
  }
  const name = first.file.document.name;
  const bundle = () => {
    setFailure(null);
    lab.exports.packed(trainings).then(
      (bytes) => download(`${name}.zip`, [bytes]),
      (error: unknown) =>
        setFailure(error instanceof BadInput ? problems.sentence(error.problem, null) : reasonOf(error)),
    );
  };
  const files = trainings.map(({ file }) => file);
  const tables = () => table?.() ?? trainings.map(({ file, ends }) => latexTable(file, ends)).join("\n");
  const weights = trainings.flatMap((training) => [...training.weights]);
  return (
    <section className="export-part">
      <h3>{words.runs}</h3>
      <ul>
        <Item label={words.bundle} note={words.bundleNote} onClick={bundle} />
        <Item
          label={words.csv}
          note={words.csvNote}
          onClick={() => download(`${name}-metrics.csv`, [longCsv(files)])}
        />
        <Item label={words.latex} note={words.latexNote} onClick={() => download(`${name}-table.tex`, [tables()])} />
      </ul>
      {failure !== null && <p role="alert">{words.notPacked(failure)}</p>}
      <h3>{words.weights}</h3>
      {weights.length === 0 && <p>{words.noWeights}</p>}
      <ul>
        {weights.map(([file, bytes], index) => (
          <Item key={index} label={file} note={words.size(bytes.length)} onClick={() => download(file, [bytes])} />
        ))}
      </ul>
    </section>
  );
}

interface ItemProps {
  readonly label: string;
  readonly note: string;
  readonly onClick: () => void;
}

export function Item({ label, note, onClick }: ItemProps): ReactNode {
  return (
    <li>
      <button type="button" onClick={onClick}>
        {label}
      </button>
      <span>{note}</span>
    </li>
  );
}
