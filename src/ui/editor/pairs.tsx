import { readsFsp } from "../../core/methods/facts.ts";
import type { ReactNode } from "react";
import type { MatchingOutcome, Misfit } from "../../core/matching.ts";
import { remedyKinds } from "../../core/relations/settings.ts";
import { useMessages } from "../messages/messages.ts";
import { matrixSize } from "../numbers.ts";
import { ChoiceField } from "../setup/fields.tsx";
import type { PairFix } from "./pair-states.ts";
import { pairFixOf } from "./pair-states.ts";
import type { Editor } from "./use-editor.ts";

interface PairsProps {
  readonly editor: Editor;
  /** Null where there is nothing to compare. */
  readonly pairs: MatchingOutcome | null;
}

/** Whether each pair still matches the other network, and what would make it. */
export function Pairs({ editor, pairs }: PairsProps): ReactNode {
  const { editor: words, setup } = useMessages();
  const isCompared = readsFsp(editor.lead.method);
  return (
    <section className="setup-group">
      <h3>{words.pairs[editor.side]}</h3>
      {!isCompared && <p className="setup-hint">{words.noPairs}</p>}
      {isCompared && !pairs && <p className="setup-hint">{words.notYet}</p>}
      {pairs && (
        <ul className="editor-pairs">
          {pairs.matches.map(({ name, shape, studentShape }) => (
            <li key={name}>{words.pairFits(name, matrixSize(shape)!, matrixSize(studentShape)!)}</li>
          ))}
          {pairs.misfits.map((misfit) => (
            <BrokenPair key={misfit.name} editor={editor} misfit={misfit} />
          ))}
        </ul>
      )}
      {isCompared && (
        <ChoiceField setting="remedy" options={["none", ...remedyKinds]} text={(remedy) => setup.remedies[remedy]} />
      )}
    </section>
  );
}

function BrokenPair({ editor, misfit }: { readonly editor: Editor; readonly misfit: Misfit }): ReactNode {
  const { editor: words, problems } = useMessages();
  const { lead, side, drawing, network, size, chosen } = editor;
  const { name: pair, teacher, student, reason } = misfit;
  const fix = network && pairFixOf(misfit, { lead, side, spec: drawing.spec, network, size, chosen });
  const labelOf = (found: PairFix) => {
    switch (found.kind) {
      case "channels":
        return words.takeChannels(side === "teacher" ? "student" : "teacher", found.shape);
      case "add":
        return words.addMissing;
      case "remove":
        return words.removeExtra(pair);
      default:
        return found satisfies never;
    }
  };
  return (
    <li className="editor-fault">
      <p>{problems.sentence({ code: "misfit", pair, teacher, student, reason }, null)}</p>
      {fix && (
        <button type="button" onClick={() => editor.apply(fix.edit)}>
          {labelOf(fix)}
        </button>
      )}
    </li>
  );
}
