import type { ReactNode } from "react";

/** A mark says the same as the colour. */
export function Verdict({ good, children }: { readonly good: boolean; readonly children: ReactNode }): ReactNode {
  return (
    <span className={good ? "verdict verdict-good" : "verdict verdict-bad"}>
      <span aria-hidden="true">{good ? "✓" : "≠"}</span> {children}
    </span>
  );
}
