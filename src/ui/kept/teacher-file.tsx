import type { ReactNode } from "react";
import { useLab } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { settingIn } from "../setup/problem.ts";
import { FileButton } from "./file-button.tsx";
import { useProblem } from "./use-problem.ts";

/** Asks for a trained teacher's file and keeps it, or says why not. */
export function TeacherFile(): ReactNode {
  const lab = useLab();
  const { kept, problems } = useMessages();
  const [problem, attempt] = useProblem();
  return (
    <>
      <FileButton
        accept=".safetensors"
        onFile={(file) =>
          attempt(async () => lab.saved.importTeacher(new Uint8Array(await file.arrayBuffer()), file.name))
        }
      >
        {kept.importTeacher}
      </FileButton>
      {problem && <p role="alert">{problems.sentence(problem, settingIn(problem))}</p>}
    </>
  );
}
