import { useMemo, type ReactNode } from "react";
import { formulas } from "virtual:formulas";
import { usualRemedies } from "../../client/settings.ts";
import { matchingOf } from "../../core/matching.ts";
import { remedyKinds } from "../../core/relations/settings.ts";
import { useMessages } from "../messages/messages.ts";
import { FormulaChoice } from "./formula-choice.tsx";
import type { MatchingView } from "./use-matching.ts";

const options = ["none", ...remedyKinds] as const;

/** What makes matrices of unequal sizes comparable, and how many of the pairs. */
export function Remedies({ view }: { readonly view: MatchingView }): ReactNode {
  const { matching, letters } = useMessages();
  const { remedies: words } = matching;
  const { networks, method, settings, pairs } = view;
  const helped = useMemo(
    () =>
      new Map(
        options.map((kind) => {
          const remedied = { ...settings, remedy: usualRemedies[kind] };
          return [kind, matchingOf(networks.teacher, networks.student, method.firstTap, remedied).matches.length];
        }),
      ),
    [networks, method, settings],
  );
  return (
    <FormulaChoice
      setting="remedy"
      isTitled
      options={options}
      names={words.names}
      formulas={formulas.remedies}
      letters={letters.remedies}
      note={(kind) => (pairs.length === 0 ? null : words.helps(helped.get(kind) ?? 0, pairs.length))}
    />
  );
}
