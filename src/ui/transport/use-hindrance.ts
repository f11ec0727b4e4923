import { missingSets } from "../../client/imports.ts";
import { useImportState } from "../images/imports-context.ts";
import { useMissingTeacher } from "../kept/use-missing-teacher.ts";
import { useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { setupSentence } from "../setup/problem.ts";

/** Why what is set up cannot be trained now, as a sentence; null where it can. */
export function useHindrance(): string | null {
  const messages = useMessages();
  const linkWaits = useLabState((state) => state.proposal !== null);
  const problem = useLabState((state) => state.problem);
  const missing = useMissingTeacher();
  const plan = useLabState((state) => state.plan);
  const images = useImportState((state) => missingSets(plan, state.kept)[0] ?? null);
  if (linkWaits) return messages.transport.linkFirst;
  if (problem) return `${messages.setup.cannotTrain} ${setupSentence(messages, problem)}`;
  if (images) return messages.problems.sentence({ code: "data-missing", ...images }, null);
  return missing && messages.kept.missing(missing.name, missing.sha256.slice(0, 8));
}
