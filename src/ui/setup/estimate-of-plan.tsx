import { useMemo, type ReactNode } from "react";
import type { Estimate } from "../../client/estimate.ts";
import { estimateOf } from "../../client/estimate.ts";
import { useLabState } from "../lab-context.ts";
import type { Messages } from "../messages/messages.ts";
import { useMessages } from "../messages/messages.ts";
import { settingIn } from "./problem.ts";

const hasGpuApi = "gpu" in navigator;

export function timeText({ setup }: Messages, { time }: Estimate): string {
  return time.kind === "measured"
    ? setup.measured(time.seconds, time.backend)
    : setup.guess(time.gpuSeconds, time.wasmSeconds);
}

/** Time and memory before anything runs, or why nothing can. */
export function EstimateOfPlan(): ReactNode {
  const messages = useMessages();
  const { setup } = messages;
  const plan = useLabState((state) => state.plan);
  const problem = useLabState((state) => state.problem);
  const measured = useLabState((state) => state.measured);
  const estimate = useMemo(
    () => (problem === null ? estimateOf(plan, measured, hasGpuApi) : null),
    [plan, problem, measured],
  );
  return (
    <section className="setup-group setup-estimate" aria-live="polite">
      <h2>{setup.estimate}</h2>
      {estimate ? (
        <dl>
          <dt>{setup.time}</dt>
          <dd>
            {timeText(messages, estimate)}
            <span className="setup-hint">{setup.steps(estimate.steps)}</span>
          </dd>
          <dt>{setup.memory}</dt>
          <dd>{setup.memoryAbout(estimate.bytes)}</dd>
        </dl>
      ) : (
        <p className="setup-problem">
          {setup.cannotTrain} {settingIn(problem) === null && problem}
        </p>
      )}
    </section>
  );
}
