/** Where plans come from: made of the set-up, or taken by name. */
import type { ReactNode } from "react";
import { useMessages } from "../messages/messages.ts";
import { DialogButton } from "../shell/dialog-button.tsx";
import { PlanForm } from "./plan-form.tsx";
import { StudyChoice } from "./study-choice.tsx";
import "./plan.css";

export function PlanButton(): ReactNode {
  const { plan: words } = useMessages();
  return (
    <DialogButton label={words.open} title={words.title} closeLabel={words.close} className="plan-dialog">
      {(close) => (
        <>
          <PlanForm onDone={close} />
          <StudyChoice onDone={close} />
        </>
      )}
    </DialogButton>
  );
}
