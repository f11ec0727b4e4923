/** In the set-up: a trained teacher in place of one that is trained here, and the file of one that is not here. */
import { useMemo, type ReactNode } from "react";
import { leadOf } from "../../client/settings.ts";
import { teacherNamed } from "../../client/teacher-choice.ts";
import type { StoredTeacher, TrainedTeacherFile } from "../../core/experiment.ts";
import { needsTeacher } from "../../core/methods/facts.ts";
import { shippedAccuracies, shippedTeachers } from "../../core/shipped-teachers.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { FileButton } from "./file-button.tsx";
import { TrainHere } from "./train-here.tsx";
import { useMissingTeacher } from "./use-missing-teacher.ts";
import { useSaved } from "./use-saved.ts";

/** One is trained here first. */
const here = "";

export function TeacherChoice(): ReactNode {
  const lab = useLab();
  const { kept, setup } = useMessages();
  const teacher = useLabState(({ plan }) => leadOf(plan).teacher);
  const learns = useLabState(({ plan }) => needsTeacher(leadOf(plan).method));
  const all = useSaved((state) => state.teachers);
  const stored = useMemo(() => all.flatMap((one) => teacherNamed(one) ?? []), [all]);
  const missing = useMissingTeacher();
  if (!learns) return null;
  const chosen = teacher.kind === "recipe" ? here : teacher.sha256;
  const factsOf = (sha256: string) => all.find((one) => one.sha256 === sha256)?.facts ?? null;
  const options = (teachers: readonly TrainedTeacherFile[]) =>
    teachers.map(({ sha256, name }) => (
      <option key={sha256} value={sha256}>
        {kept.teacherOption(name, shippedAccuracies.get(sha256) ?? factsOf(sha256)?.scores.test ?? null)}
      </option>
    ));
  return (
    <>
      <label className="setup-row">
        {kept.choose}
        <select
          value={chosen}
          onChange={({ target }) =>
            lab.chooseTeacher([...shippedTeachers, ...stored].find(({ sha256 }) => sha256 === target.value) ?? null)
          }
        >
          <option value={here}>{kept.chooseHere}</option>
          <optgroup label={setup.teacherKinds.shipped}>{options(shippedTeachers)}</optgroup>
          {stored.length > 0 && <optgroup label={setup.teacherKinds.stored}>{options(stored)}</optgroup>}
          {missing && <option value={missing.sha256}>{kept.notHere(missing.name)}</option>}
        </select>
      </label>
      {missing && <MissingTeacher teacher={missing} />}
    </>
  );
}

function MissingTeacher({ teacher }: { readonly teacher: StoredTeacher }): ReactNode {
  const { kept } = useMessages();
  return (
    <div className="setup-problem">
      <output>{kept.missing(teacher.name, teacher.sha256.slice(0, 8))}</output>
      <div className="setup-mends">
        <FileButton>{kept.importTeacher}</FileButton>
        <TrainHere />
      </div>
    </div>
  );
}
