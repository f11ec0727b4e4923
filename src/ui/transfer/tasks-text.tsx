/** What the plan's teachers learn, one task after another, and what its students learn and begin with. */
import type { ReactNode } from "react";
import { canonicalJson } from "../../core/canonical.ts";
import type { Data, Experiment } from "../../core/experiment.ts";
import { needsTeacher } from "../../core/methods/facts.ts";
import { useImportState } from "../images/imports-context.ts";
import { OriginText } from "../kept/origin-text.tsx";
import { useTeacherOrigin } from "../kept/use-teacher-origin.ts";
import { useLabState } from "../lab-context.ts";
import type { Messages } from "../messages/messages.ts";
import { useMessages } from "../messages/messages.ts";
import { partText } from "./data-words.ts";

export function TasksText(): ReactNode {
  const messages = useMessages();
  const experiments = useLabState((state) => state.plan.experiments);
  const origin = useTeacherOrigin();
  const kept = useImportState((state) => state.kept);
  const partOf = (data: Data) => partText(messages, data, kept);
  const taught = experiments.filter(({ method }) => needsTeacher(method));
  return (
    <dl className="transfer-tasks">
      {taught.length > 0 && <dt className="setup-teacher">{messages.setup.teacher}</dt>}
      <Lines lines={linesOf(messages, taught, (one) => teacherText(messages, one, partOf))} />
      {origin && (
        <dd>
          <OriginText origin={origin} className="setup-hint" />
        </dd>
      )}
      <dt className="setup-student">{messages.setup.student}</dt>
      <Lines lines={linesOf(messages, experiments, ({ data }) => messages.transfer.student(partOf(data)))} />
      <Lines lines={linesOf(messages, experiments, (one) => startText(messages, one))} />
    </dl>
  );
}

interface Line {
  /** The names of experiments where not all are alike. */
  readonly names: readonly string[];
  readonly text: string;
}

function Lines({ lines }: { readonly lines: readonly Line[] }): ReactNode {
  const { transfer } = useMessages();
  return lines.map(({ names, text }) => (
    <dd key={text}>
      {names.length > 0 && <span>{transfer.names(names)}</span>} {text}
    </dd>
  ));
}

function linesOf(
  messages: Messages,
  experiments: readonly Experiment[],
  textOf: (experiment: Experiment) => string,
): readonly Line[] {
  const texts = experiments.map(textOf);
  const different = [...new Set(texts)];
  return different.map((text) => {
    const own = experiments.filter((_, index) => different.length > 1 && texts[index] === text);
    return { names: own.map(({ name }) => messages.regions.experiment(name)), text };
  });
}

function teacherText({ transfer }: Messages, { teacher, data }: Experiment, partOf: (data: Data) => string): string {
  if (teacher.kind !== "recipe") return transfer.cameTrained(teacher.name);
  const { before, schedule } = teacher;
  const own = teacher.data ?? data;
  const isStudents = canonicalJson(own) === canonicalJson(data);
  return transfer.teacher([
    ...(before ? [transfer.lesson(partOf(before.data), before.schedule.iterations)] : []),
    transfer.lesson(isStudents ? transfer.studentsImages : partOf(own), schedule.iterations),
  ]);
}

function startText({ transfer }: Messages, { method }: Experiment): string {
  if (method.kind !== "copy") return transfer.starts.initial;
  return method.classifier === false ? transfer.starts.features : transfer.starts.all;
}
