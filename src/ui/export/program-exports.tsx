import { useState, type ReactNode } from "react";
import { toPlan } from "../../core/document.ts";
import type { Document, Experiment, Plan } from "../../core/experiment.ts";
import { download } from "../kept/download.ts";
import { useMessages } from "../messages/messages.ts";
import { Item } from "./training-exports.tsx";

/** Each experiment as a PyTorch program. */
export function ProgramExports({ documents }: { readonly documents: readonly Document[] }): ReactNode {
  const { exports: words, problems } = useMessages();
  const [isMissing, setIsMissing] = useState(false);
  const save = async (experiment: Experiment, plan: Plan) => {
    const loaded = await writer();
    setIsMissing(loaded === null);
    if (loaded) download(loaded.pytorchFileName(experiment), [loaded.pytorchProgram(experiment, plan)]);
  };
  const programs = documents
    .map(toPlan)
    .flatMap((plan) => plan.experiments.map((experiment) => ({ experiment, plan })));
  return (
    <section className="export-part">
      <h3>{words.programs}</h3>
      <p>{words.programsNote}</p>
      <ul>
        {programs.map(({ experiment, plan }, index) => (
          <Item
            key={index}
            label={words.program(experiment.name)}
            note=""
            onClick={() => void save(experiment, plan)}
          />
        ))}
      </ul>
      {isMissing && <p role="alert">{problems.sentence({ code: "part-unread", path: null }, null)}</p>}
    </section>
  );
}

/** As long as the page itself, and few ask for it. Null without a network, and where another build stands there now. */
async function writer(): Promise<typeof import("../../core/pytorch/program.ts") | null> {
  try {
    return await import("../../core/pytorch/program.ts");
  } catch {
    return null;
  }
}
