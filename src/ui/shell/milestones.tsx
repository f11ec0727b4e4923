import { useEffect, useState, type ReactNode } from "react";
import type { LabState } from "../../client/lab-state.ts";
import type { LossName } from "../../core/methods/facts.ts";
import { lossesOf } from "../../core/methods/facts.ts";
import { searchSentence } from "../guards/broken-card.tsx";
import { useLab } from "../lab-context.ts";
import type { Messages } from "../messages/messages.ts";
import { useMessages } from "../messages/messages.ts";
import { failureSentence } from "../transport/failure.ts";

/** Says to a screen reader what a glance at the page would tell: stages, results, pauses and failures, not each step. */
export function Milestones(): ReactNode {
  const { store } = useLab();
  const messages = useMessages();
  const [said, setSaid] = useState("");
  useEffect(
    () =>
      store.subscribe((state, before) => {
        const news = newsOf(messages, state, before);
        if (news !== null) setSaid(news);
      }),
    [store, messages],
  );
  return <output className="visually-hidden">{said}</output>;
}

function stageOneOf({ shown }: LabState, name: string): LossName | null {
  const experiment = shown?.plan.experiments.find((candidate) => candidate.name === name);
  return experiment ? lossesOf[experiment.method.kind][1] : null;
}

function newsOf(messages: Messages, state: LabState, before: LabState): string | null {
  const words = messages.milestones;
  const { run, views } = state;
  if (run.status === "recorded" || run.status === "idle") return null;
  if (run.status !== before.run.status) {
    if (run.status === "failed") return failureSentence(messages, run);
    if (run.status === "paused") return words.paused;
    if (run.status === "finished") return words.finished;
  }
  if (state.broken && state.broken.search !== before.broken?.search && state.broken.search.status !== "searching")
    return searchSentence(messages.guards, state.broken.search);
  const ended = state.queue?.ends.length === before.queue?.ends.length ? null : state.queue?.ends.at(-1);
  if (ended?.how.kind === "failed")
    return messages.runs.failedWhy(ended.run.experiment, [ended.run.seed], ended.how.reason);
  if (views === before.views) return null;
  for (const [key, view] of Object.entries(views)) {
    const old = before.views[key];
    const { experiment, seed } = view.run;
    if (view.result && !old?.result) return words.result(experiment, view.result.last.test);
    const stage = view.stages.at(-1);
    if (stage && view.stages.length > (old?.stages.length ?? 0))
      return words.stage(experiment, seed, stage.stage, stageOneOf(state, experiment));
  }
  return null;
}
