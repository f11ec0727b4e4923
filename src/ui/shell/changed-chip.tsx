import type { ReactNode } from "react";
import type { Setting } from "../../client/settings.ts";
import { leadOf, settingsOf } from "../../client/settings.ts";
import { toPlan } from "../../core/document.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { valueText } from "../setup/value-text.ts";

/** One change in words, several as a number with the words behind it; and the way back. */
export function ChangedChip({ changed }: { readonly changed: readonly Setting[] }): ReactNode {
  const lab = useLab();
  const messages = useMessages();
  const { origin, leftOut } = useLabState((state) => state.setup);
  const before = settingsOf(leadOf(toPlan(origin)));
  const after = settingsOf(leadOf(useLabState((state) => state.plan)));
  const { header, setup } = messages;
  const sentences = changed.map((key) =>
    header.change(setup.settings[key], valueText(messages, key, before), valueText(messages, key, after)),
  );
  const count = changed.length + (leftOut.length > 0 ? 1 : 0);
  return (
    <div className="header-changed" title={sentences.join("\n")}>
      <span>{count === 1 && sentences[0] ? sentences[0] : header.changed(count)}</span>
      <button type="button" onClick={() => lab.undoChanges()}>
        {header.undo}
      </button>
    </div>
  );
}
