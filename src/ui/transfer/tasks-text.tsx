/** What the plan's teachers learn, one task after another, and what its students learn and begin with. */
import type { ReactNode } from "react";
import { canonicalJson } from "../../core/canonical.ts";
import type { Experiment } from "../../core/experiment.ts";
import { needsTeacher } from "../../core/methods/facts.ts";
import { useLabState } from "../lab-context.ts";
import type { Messages } from "../messages/messages.ts";
import { useMessages } from "../messages/messages.ts";
import { partText } from "./data-words.ts";

export function TasksText(): ReactNode {
  const messages = useMessages();
  const experiments = useLabState((state) => state.plan.experiments);
  const taught = experiments.filter(({ method }) => needsTeacher(method));
  return (
    <dl className="transfer-tasks">
      <dt className="setup-teacher">{messages.setup.teacher}</dt>
      <Lines lines={linesOf(messages, taught, teacherText)} />
      <dt className="setup-student">{messages.setup.student}</dt>
      <Lines lines={linesOf(messages, experiments, studentText)} />
      <Lines lines={linesOf(messages, experiments, startText)} />
    </dl>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }): ReactNode {
  return lines.map((line) => <dd key={line}>{line}</dd>);
}

/** One where all are alike; else each with the experiments that it is of. */
function linesOf(
  messages: Messages,
  experiments: readonly Experiment[],
  textOf: (messages: Messages, experiment: Experiment) => string,
): readonly string[] {
  const texts = experiments.map((experiment) => textOf(messages, experiment));
  const different = [...new Set(texts)];
  if (different.length < 2) return different;
  return different.map((text) => {
    const own = experiments.filter((_, index) => texts[index] === text);
    return messages.transfer.only(
      own.map(({ name }) => messages.regions.experiment(name)),
      text,
    );
  });
}

function teacherText(messages: Messages, { teacher, data }: Experiment): string {
  const { transfer } = messages;
  if (teacher.kind !== "recipe") return transfer.cameTrained(teacher.name);
  const { before, schedule } = teacher;
  const own = teacher.data ?? data;
  const isStudents = canonicalJson(own) === canonicalJson(data);
  return transfer.teacher([
    ...(before ? [transfer.lesson(partText(messages, before.data), before.schedule.iterations)] : []),
    transfer.lesson(isStudents ? transfer.studentsImages : partText(messages, own), schedule.iterations),
  ]);
}

function studentText(messages: Messages, { data }: Experiment): string {
  return messages.transfer.student(partText(messages, data));
}

function startText({ transfer }: Messages, { method }: Experiment): string {
  if (method.kind !== "copy") return transfer.starts.initial;
  return method.classifier === false ? transfer.starts.features : transfer.starts.all;
}
