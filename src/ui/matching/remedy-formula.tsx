import type { ReactNode } from "react";
import { formulas } from "virtual:formulas";
import type { RemedyKind } from "../../core/relations/settings.ts";
import { useMessages } from "../messages/messages.ts";
import { Formula } from "./formula.tsx";
import "./remedy-formula.css";

/** What a remedy makes of two matrices, and what its letters stand for. */
export function RemedyFormula({ remedy }: { readonly remedy: RemedyKind }): ReactNode {
  const { letters } = useMessages();
  return (
    <div className="remedy-formula">
      <Formula tree={formulas.remedies[remedy]} />
      <p>{letters.remedies[remedy]}</p>
    </div>
  );
}
