import type { ReactNode } from "react";
import { useLab } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";

/** Has the document's own teacher trained, in place of one that comes trained. */
export function TrainHere(): ReactNode {
  const lab = useLab();
  const { kept } = useMessages();
  return (
    <button type="button" onClick={() => lab.chooseTeacher(null)}>
      {kept.trainHere}
    </button>
  );
}
