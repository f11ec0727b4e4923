import type { ReactNode } from "react";
import { chosenClasses, mostClasses } from "../../client/task-choice.ts";
import type { Experiment } from "../../core/experiment.ts";
import type { TaskKind } from "../../core/other-task.ts";
import { canSplit, leastClasses } from "../../core/other-task.ts";
import { classesIn } from "../../core/set-classes.ts";
import { useImportState } from "../images/imports-context.ts";
import { useLab } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { classNames } from "./data-words.ts";

interface ClassSplitProps {
  readonly lead: Experiment;
  readonly kind: TaskKind | null;
}

/** Which classes of the set the student learns, wherever they are not all of it. */
export function ClassSplit({ lead, kind }: ClassSplitProps): ReactNode {
  const lab = useLab();
  const messages = useMessages();
  const { transfer } = messages;
  const mine = classesIn(lead.data);
  const names = classNames(
    messages,
    lead.data,
    useImportState((state) => state.kept),
  );
  if (!canSplit(lead.data) || (kind !== "classes" && mine.length === names.length)) return null;
  const most = mostClasses(lead, names.length);
  const choose = (index: number, chosen: boolean) => {
    const next = names.flatMap((_, one) => ((one === index ? chosen : mine.includes(one)) ? [one] : []));
    lab.change(chosenClasses(lead, next));
  };
  return (
    <fieldset className="transfer-classes">
      <legend>{transfer.classes}</legend>
      {names.map((name, index) => {
        const isMine = mine.includes(index);
        return (
          <label key={`${index} ${name}`}>
            <input
              type="checkbox"
              checked={isMine}
              disabled={isMine ? mine.length <= leastClasses : mine.length >= most}
              onChange={({ target }) => choose(index, target.checked)}
            />
            {name}
          </label>
        );
      })}
      <p className="setup-hint">{transfer.classesHint(kind === "classes")}</p>
    </fieldset>
  );
}
