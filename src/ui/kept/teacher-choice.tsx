/** In the set-up: a trained teacher in place of one that is trained here, and the file of one that is not here. */
import { useMemo, type ReactNode } from "react";
import { leadOf } from "../../client/settings.ts";
import { teacherNamed } from "../../client/teacher-choice.ts";
import type { TrainedTeacherFile } from "../../core/experiment.ts";
import { shippedAccuracies, shippedTeachers } from "../../core/shipped-teachers.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { settingIn } from "../setup/problem.ts";
import { FileButton } from "./file-button.tsx";
import { useProblem } from "./use-problem.ts";
import { useSaved } from "./use-saved.ts";

/** Nobody has chosen a trained one. */
const none = "";

export function TeacherChoice(): ReactNode {
  const lab = useLab();
  const { kept, setup } = useMessages();
  const teacher = useLabState(({ plan }) => leadOf(plan).teacher);
  const learns = useLabState(({ plan }) => leadOf(plan).method.kind !== "none");
  const all = useSaved((state) => state.teachers);
  const stored = useMemo(() => all.flatMap((one) => teacherNamed(one) ?? []), [all]);
  if (!learns) return null;
  const chosen = teacher.kind === "recipe" ? none : teacher.sha256;
  const isHere = [...shippedTeachers, ...stored].some(({ sha256 }) => sha256 === chosen);
  const choose = (sha256: string) => {
    const found = [...shippedTeachers, ...stored].find((one) => one.sha256 === sha256);
    if (found) lab.chooseTeacher(found);
  };
  const options = (teachers: readonly TrainedTeacherFile[]) =>
    teachers.map(({ sha256, name }) => (
      <option key={sha256} value={sha256}>
        {kept.teacherOption(name, shippedAccuracies.get(sha256) ?? null)}
      </option>
    ));
  return (
    <>
      <label className="setup-row">
        {kept.choose}
        <select value={isHere ? chosen : none} onChange={(event) => choose(event.target.value)}>
          <option value={none} disabled>
            {kept.chooseNone}
          </option>
          <optgroup label={setup.teacherKinds.shipped}>{options(shippedTeachers)}</optgroup>
          {stored.length > 0 && <optgroup label={setup.teacherKinds.stored}>{options(stored)}</optgroup>}
        </select>
      </label>
      {teacher.kind === "stored" && !isHere && <MissingTeacher />}
    </>
  );
}

function MissingTeacher(): ReactNode {
  const lab = useLab();
  const { kept, problems } = useMessages();
  const name = useLabState(({ plan }) => {
    const { teacher } = leadOf(plan);
    return teacher.kind === "stored" ? teacher.name : "";
  });
  const digits = useLabState(({ plan }) => {
    const { teacher } = leadOf(plan);
    return teacher.kind === "stored" ? teacher.sha256.slice(0, 8) : "";
  });
  const [problem, attempt] = useProblem();
  return (
    <div className="setup-problem">
      <output>{kept.missing(name, digits)}</output>
      <FileButton
        accept=".safetensors"
        onFile={(file) =>
          attempt(async () => lab.saved.importTeacher(new Uint8Array(await file.arrayBuffer()), file.name))
        }
      >
        {kept.importTeacher}
      </FileButton>
      {problem && <p role="alert">{problems.sentence(problem, settingIn(problem))}</p>}
    </div>
  );
}
