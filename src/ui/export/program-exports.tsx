import { useState, type ReactNode } from "react";
import { BadInput } from "../../core/bad-input.ts";
import { experimentsOf } from "../../core/document.ts";
import type { Document, Experiment } from "../../core/experiment.ts";
import type { Problem } from "../../core/problem.ts";
import { download } from "../kept/download.ts";
import { useMessages } from "../messages/messages.ts";
import { settingIn } from "../setup/problem.ts";
import { Item } from "./training-exports.tsx";

/** Each experiment as a PyTorch program. */
export function ProgramExports({ documents }: { readonly documents: readonly Document[] }): ReactNode {
  const { exports: words, problems } = useMessages();
  const [problem, setProblem] = useState<Problem | null>(null);
  const save = async (experiment: Experiment) => {
    setProblem(null);
    const written = await writer();
    if (!written) return setProblem({ code: "part-unread", path: null });
    const { pytorchFileName, pytorchProgram } = written;
    try {
      download(pytorchFileName(experiment), [pytorchProgram(experiment)]);
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      setProblem(error.problem);
    }
  };
  return (
    <section className="export-part">
      <h3>{words.programs}</h3>
      <p>{words.programsNote}</p>
      <ul>
        {documents.flatMap(experimentsOf).map((experiment, index) => (
          <Item key={index} label={words.program(experiment.name)} note="" onClick={() => void save(experiment)} />
        ))}
      </ul>
      {problem && <p role="alert">{problems.sentence(problem, settingIn(problem))}</p>}
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
