import { useMemo, type ReactNode } from "react";
import type { Estimate } from "../../client/estimate.ts";
import { estimateOf, isTooLong } from "../../client/estimate.ts";
import { useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { integer } from "../numbers.ts";
import { setupSentence } from "./problem.ts";
import { MendButtons } from "./all-mends.tsx";

const hasGpuApi = "gpu" in navigator;

/** The time, how it is known, and where it is too long for anybody. */
export function TimeText({ time }: Pick<Estimate, "time">): ReactNode {
  const { setup } = useMessages();
  const measured = time.kind === "measured";
  const seconds = measured ? time.seconds : time.wasmSeconds;
  return (
    <>
      {measured || time.gpuSeconds === null ? setup.about(seconds) : setup.aboutEither(time.gpuSeconds, seconds)}
      <span className="setup-hint">{measured ? setup.measuredOn(time.backend) : setup.guess}</span>
      {isTooLong(time) && <span className="setup-hint">{setup.tooLong}</span>}
    </>
  );
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
            <TimeText time={estimate.time} />
          </dd>
          <dt>{setup.steps}</dt>
          <dd>{integer(estimate.steps)}</dd>
          <dt>{setup.memory}</dt>
          <dd>{setup.memoryAbout(estimate.bytes)}</dd>
        </dl>
      ) : (
        <>
          <p className="setup-problem">
            {setup.cannotTrain} {problem && setupSentence(messages, problem)}
          </p>
          <MendButtons />
        </>
      )}
    </section>
  );
}
