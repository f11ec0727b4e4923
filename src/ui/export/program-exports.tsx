import { useState, type ReactNode } from "react";
import type { Experiment, Plan } from "../../core/experiment.ts";
import { download } from "../kept/download.ts";
import { useMessages } from "../messages/messages.ts";
import { Item } from "./training-exports.tsx";

/** An experiment as it is trained, and what its plan says of it. */
export interface Program {
  readonly experiment: Experiment;
  readonly plan: Pick<Plan, "teacherPerSeed">;
}

export interface Programs {
  readonly programs: readonly Program[];
  /** Whether a sweep has still to choose the rate of some. */
  readonly areUntried: boolean;
}

/** Each experiment as a PyTorch program. */
export function ProgramExports({ programs, areUntried }: Programs): ReactNode {
  const { exports: words, problems } = useMessages();
  const [isMissing, setIsMissing] = useState(false);
  const save = async ({ experiment, plan }: Program) => {
    const loaded = await writer();
    setIsMissing(loaded === null);
    if (loaded) download(loaded.pytorchFileName(experiment), [loaded.pytorchProgram(experiment, plan)]);
  };
  return (
    <section className="export-part">
      <h3>{words.programs}</h3>
      <p>{words.programsNote}</p>
      {areUntried && <p>{words.programsUntried}</p>}
      <ul>
        {programs.map((program, index) => (
          <Item key={index} label={words.program(program.experiment.name)} note="" onClick={() => void save(program)} />
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
