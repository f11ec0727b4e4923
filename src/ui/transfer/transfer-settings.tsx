/** In the set-up: the teacher's task where it is another than the student's, and how few images the student has. */
import { useEffect, useState, type ReactNode } from "react";
import { taskKindIn, tasksOf } from "../../client/task-choice.ts";
import { leadOf } from "../../client/settings.ts";
import { needsTeacher } from "../../core/methods/facts.ts";
import { subsetOf } from "../../core/set-classes.ts";
import { useImports } from "../images/imports-context.ts";
import { TrainHere } from "../kept/train-here.tsx";
import { useMissingTeacher } from "../kept/use-missing-teacher.ts";
import { useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { NumberField } from "../setup/fields.tsx";
import { ClassSplit } from "./class-split.tsx";
import { FewImages } from "./few-images.tsx";
import { StudentStart } from "./student-start.tsx";
import { OtherImages, SetChoice, TaskChoice, ThenChoice } from "./task-choice.tsx";
import { TasksText } from "./tasks-text.tsx";
import "./transfer.css";

export function TransferSettings(): ReactNode {
  const { transfer } = useMessages();
  const imports = useImports();
  const isUsed = useLabState(({ plan }) => {
    const lead = leadOf(plan);
    return tasksOf(lead) !== null || subsetOf(lead.data) !== null;
  });
  const origin = useLabState(({ setup }) => setup.origin);
  const [chosen, choose] = useState({ origin, isOpen: isUsed });
  // Another set-up opens it where it is of another task.
  const isOpen = chosen.origin === origin ? chosen.isOpen : isUsed;
  useEffect(() => {
    if (isOpen) void imports.look();
  }, [isOpen, imports]);
  return (
    <details
      className="transfer"
      open={isOpen}
      onToggle={({ currentTarget }) => choose({ origin, isOpen: currentTarget.open })}
    >
      <summary>{transfer.title}</summary>
      {isOpen && <Transfer />}
    </details>
  );
}

function Transfer(): ReactNode {
  const lead = useLabState(({ plan }) => leadOf(plan));
  const tasks = tasksOf(lead);
  const kind = taskKindIn(lead);
  const isRecipe = lead.teacher.kind === "recipe";
  // Then the choice of the teacher offers it.
  const isMissing = useMissingTeacher() !== null;
  return (
    <>
      <TasksText />
      {isRecipe && needsTeacher(lead.method) && (
        <>
          <TaskChoice lead={lead} kind={kind} />
          {kind === "set" && tasks && <SetChoice lead={lead} tasks={tasks} />}
          {tasks && <OtherImages other={tasks.other} />}
          {tasks && <ThenChoice />}
          {lead.teacher.kind === "recipe" && lead.teacher.before && (
            <>
              <NumberField setting="firstIterations" />
              <NumberField setting="firstRate" />
            </>
          )}
        </>
      )}
      {!isRecipe && !isMissing && (
        <div className="setup-mends">
          <TrainHere />
        </div>
      )}
      <ClassSplit lead={lead} kind={kind} />
      <FewImages lead={lead} />
      <StudentStart method={lead.method} />
    </>
  );
}
