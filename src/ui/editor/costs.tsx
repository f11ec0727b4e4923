import { useMemo, type ReactNode } from "react";
import type { Estimate } from "../../client/estimate.ts";
import { timeOf } from "../../client/estimate.ts";
import { mendedNetwork } from "../../core/custom-faults.ts";
import { activationBytesOf } from "../../core/document.ts";
import { isKnownToMachines } from "../../core/machine-layers.ts";
import { costsOf } from "../../core/network.ts";
import { stepCost } from "../../core/phases.ts";
import { useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { integer } from "../numbers.ts";
import { MemoryButtons } from "../setup/mend-buttons.tsx";
import { setupSentence } from "../setup/problem.ts";
import { mended } from "./edits.ts";
import type { Editor } from "./use-editor.ts";

const hasGpuApi = "gpu" in navigator;

/** What the network weighs and what a step of its training costs, before anything runs. */
export function CostsOfNetwork({ editor }: { readonly editor: Editor }): ReactNode {
  const { editor: words } = useMessages();
  const measured = useLabState((state) => state.measured);
  const { network, lead, side, drawing, faults, size, chosen } = editor;
  const batch = side === "teacher" && lead.teacher.kind === "recipe" ? lead.teacher.batch : lead.batch;
  const found = useMemo(
    () =>
      network && {
        costs: costsOf(network),
        time: timeOf([stepCost(network, batch)], measured, hasGpuApi),
        isSlow: !isKnownToMachines(network),
      },
    [network, batch, measured],
  );
  return (
    <section className="editor-costs" aria-label={words.costs}>
      {found ? (
        <dl>
          <Figure name={words.parameters}>{integer(found.costs.parameters)}</Figure>
          <Figure name={words.multiplyAdds}>{integer(found.costs.multiplyAdds)}</Figure>
          <Figure name={words.activations(batch)}>{words.bytes(activationBytesOf(found.costs, batch))}</Figure>
          <Figure name={words.stepTime}>
            <StepTime time={found.time} />
          </Figure>
        </dl>
      ) : (
        <p>
          {words.costsNotYet}{" "}
          {faults.length > 1 && (
            <button
              type="button"
              onClick={() => editor.apply(mended(mendedNetwork(drawing.spec, size), chosen, "fixed"))}
            >
              {words.mendAll(faults.length)}
            </button>
          )}
        </p>
      )}
      {found?.isSlow && <p className="setup-hint">{words.slow}</p>}
      <OtherProblem editor={editor} />
    </section>
  );
}

function Figure({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function StepTime({ time }: Pick<Estimate, "time">): ReactNode {
  const { editor: words, setup } = useMessages();
  if (time.kind === "measured") return `${words.step(time.seconds)} (${setup.measuredOn(time.backend)})`;
  const { gpuSeconds, wasmSeconds } = time;
  return `${gpuSeconds === null ? words.step(wasmSeconds) : words.stepEither(gpuSeconds, wasmSeconds)} (${setup.guess})`;
}

/** What keeps the set-up from being trained and stands neither on the board nor among the pairs. */
function OtherProblem({ editor }: { readonly editor: Editor }): ReactNode {
  const messages = useMessages();
  const found = useLabState((state) => state.problem);
  if (!found || found.problem.code === "misfit") return null;
  if (found.problem.code === "network" && found.problem.whose === editor.side) return null;
  return (
    <>
      <p className="setup-problem">{setupSentence(messages, found)}</p>
      <MemoryButtons />
    </>
  );
}
