import type { ReactNode } from "react";
import { chosenTask, tasksChanges } from "../../client/task-choice.ts";
import { toPlan } from "../../core/document.ts";
import { BadInput } from "../../core/bad-input.ts";
import type { Data, Experiment } from "../../core/experiment.ts";
import { needsTeacher } from "../../core/methods/facts.ts";
import type { TaskKind, Tasks } from "../../core/other-task.ts";
import { agreeing, canSplit, isSameSet, ownSets, taskKinds, trainingRange } from "../../core/other-task.ts";
import type { SetOutline } from "../../core/stored-choice.ts";
import { storedData, storedIn } from "../../core/stored-choice.ts";
import { useImportState } from "../images/imports-context.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { NumberRow } from "../setup/number-row.tsx";
import { SelectRow } from "../setup/select-row.tsx";
import { setName } from "../setup/set-name.ts";

interface TaskChoiceProps {
  readonly lead: Experiment;
  /** Null: the student's task alone. */
  readonly kind: TaskKind | null;
}

export function TaskChoice({ lead, kind }: TaskChoiceProps): ReactNode {
  const lab = useLab();
  const { transfer } = useMessages();
  const [first] = useOtherSets(lead.data);
  const kinds = taskKinds.filter(
    (one) => one === kind || (one === "set" ? first : one === "more" || canSplit(lead.data)),
  );
  return (
    <SelectRow
      label={transfer.learns}
      value={kind ?? "own"}
      options={["own", ...kinds] as const}
      text={(one) => transfer.kinds[one]}
      onChoose={(one) => lab.change(chosenTask(one === "own" ? null : one, first ?? lead.data, lead))}
    />
  );
}

interface SetChoiceProps {
  readonly lead: Experiment;
  readonly tasks: Tasks;
}

export function SetChoice({ lead, tasks }: SetChoiceProps): ReactNode {
  const lab = useLab();
  const messages = useMessages();
  const { transfer } = messages;
  const others = useOtherSets(lead.data);
  const sets = others.some((set) => isSameSet(set, tasks.other)) ? others : [tasks.other, ...others];
  const keys = sets.map((_, index) => index);
  return (
    <SelectRow
      label={transfer.set}
      value={sets.findIndex((set) => isSameSet(set, tasks.other))}
      options={keys}
      text={(index) => {
        const set = sets[index]!;
        return set.kind === "stored" ? transfer.ownImages(set.name) : setName(messages, set);
      }}
      onChoose={(index) => lab.change(tasksChanges(agreeing({ student: lead.data, other: sets[index]! })))}
    />
  );
}

/** Sets that are at hand, but for the student's own: the lab's, those of the document, and those kept here. */
function useOtherSets(student: Data): readonly Data[] {
  const kept = useImportState((state) => state.kept);
  const origin = useLabState(({ setup }) => setup.origin);
  const named = toPlan(origin).experiments.flatMap(storedIn);
  const all: readonly Data[] = [...ownSets, ...named, ...(kept ?? []).flatMap(usualPart)];
  const different = all.filter((set, index) => all.findIndex((other) => isSameSet(other, set)) === index);
  return different.filter((set) => set.kind !== student.kind || (set.kind === "stored" && !isSameSet(set, student)));
}

/** None of a set that is too small. */
function usualPart(outline: SetOutline): readonly Data[] {
  try {
    return [storedData(outline, ownSets[0]!)];
  } catch (error) {
    if (error instanceof BadInput) return [];
    throw error;
  }
}

/** How many images of the other task there are for the teacher. */
export function OtherImages({ other }: { readonly other: Data }): ReactNode {
  const lab = useLab();
  const { transfer } = useMessages();
  const { least, most } = trainingRange(other);
  return (
    <NumberRow
      label={transfer.otherTraining}
      value={other.training}
      least={least}
      most={most}
      note={null}
      onChange={(training) => lab.change({ otherTask: { ...other, training } })}
    />
  );
}

/** Whether the student's task comes after the other one; nothing to choose in a plan that tries both. */
export function ThenChoice(): ReactNode {
  const lab = useLab();
  const { transfer } = useMessages();
  const experiments = useLabState(({ plan }) => plan.experiments);
  const ways = new Set(
    experiments.flatMap(({ teacher, method }) =>
      teacher.kind === "recipe" && needsTeacher(method) ? ([teacher.before ? "own" : "nothing"] as const) : [],
    ),
  );
  const [way, other] = [...ways];
  if (!way || other) return null;
  return (
    <SelectRow
      label={transfer.next}
      value={way}
      options={["nothing", "own"] as const}
      text={(one) => transfer.nexts[one]}
      onChoose={(one) => lab.change({ afterwards: one === "own" })}
    />
  );
}
