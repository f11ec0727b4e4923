import { useState, type ReactNode } from "react";
import type { KeptTeacher } from "../../client/kept-lists.ts";
import { leadOf } from "../../client/settings.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { DeleteButton } from "./delete-button.tsx";
import { download } from "./download.ts";
import { FileButton } from "./file-button.tsx";
import { OriginText } from "./origin-text.tsx";
import { useSaved } from "./use-saved.ts";

export function KeptTeachers(): ReactNode {
  const { kept } = useMessages();
  const teachers = useSaved((state) => state.teachers);
  return (
    <section className="kept-part">
      <h3>{kept.teachers}</h3>
      {teachers.length === 0 && <p>{kept.noTeachers}</p>}
      {teachers.length > 0 && (
        <div className="kept-table">
          <table>
            <thead>
              <tr>
                <th scope="col">{kept.name}</th>
                <th scope="col">{kept.accuracies}</th>
                <th scope="col">{kept.actions}</th>
              </tr>
            </thead>
            <tbody>
              {teachers.map((teacher) => (
                <TeacherRow key={teacher.sha256} teacher={teacher} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <FileButton>{kept.importTeacher}</FileButton>
    </section>
  );
}

function TeacherRow({ teacher }: { readonly teacher: KeptTeacher }): ReactNode {
  const lab = useLab();
  const { kept } = useMessages();
  const isChosen = useLabState(({ plan }) => {
    const { teacher: chosen } = leadOf(plan);
    return chosen.kind === "stored" && chosen.sha256 === teacher.sha256;
  });
  const { sha256, name, facts } = teacher;
  const [draft, setDraft] = useState<string | null>(null);
  const rename = () => {
    if (draft !== null && draft.trim() !== "" && draft !== name) void lab.saved.teachers.rename(sha256, draft.trim());
    setDraft(null);
  };
  const save = async () => {
    const parts = await lab.saved.teachers.file(teacher);
    if (parts) download(`${name}.safetensors`, parts);
  };
  return (
    <tr>
      <th scope="row">
        <input
          aria-label={kept.of(kept.name, name)}
          value={draft ?? name}
          maxLength={80}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={rename}
          onKeyDown={(event) => event.key === "Enter" && rename()}
        />
        <p className="kept-note">
          <span title={sha256}>{sha256.slice(0, 8)}</span>
          {isChosen && ` · ${kept.isChosen}`}
        </p>
        {facts.origin && <OriginText origin={facts.origin} className="kept-note" />}
      </th>
      <td>{kept.teacherScores(facts.scores.test)}</td>
      <td className="kept-actions">
        <button type="button" aria-label={kept.of(kept.download, name)} onClick={() => void save()}>
          {kept.download}
        </button>
        <DeleteButton
          label={kept.deleteOne}
          ofName={kept.of(kept.deleteOne, name)}
          question={kept.deleteTeacher(name, isChosen)}
          onDelete={() => void lab.saved.teachers.remove(sha256)}
        />
      </td>
    </tr>
  );
}
