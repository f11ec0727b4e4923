import type { ReactNode } from "react";
import type { Setting, Settings } from "../../client/settings.ts";
import { leadOf, settingsOf } from "../../client/settings.ts";
import { toPlan } from "../../core/document.ts";
import { useLab, useLabState } from "../lab-context.ts";
import type { Messages } from "../messages/messages.ts";
import { useMessages } from "../messages/messages.ts";
import { integer, significant } from "../numbers.ts";

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

function valueText({ setup, header, matching }: Messages, key: Setting, settings: Settings): string {
  switch (key) {
    case "dataKind":
      return setup.dataKinds[settings[key]];
    case "stored":
      return settings[key]?.name ?? "–";
    case "teacherKind":
      return setup.teacherKinds[settings[key]];
    case "teacherFamily":
    case "studentFamily":
      return setup.families[settings[key]];
    case "teacherDrawn":
    case "studentDrawn": {
      const drawn = settings[key];
      return drawn === null
        ? setup.families[settings[key === "teacherDrawn" ? "teacherFamily" : "studentFamily"]]
        : header.drawn(drawn.sections.length, drawn.sections.flatMap(({ blocks }) => blocks).length);
    }
    case "method":
      return setup.methods[settings[key]];
    case "firstTap":
      return setup.firstTaps[settings[key]];
    case "remedy":
      return setup.remedies[settings[key]];
    case "layers":
      return setup.layerChoices[settings[key]];
    case "pairing":
      return matching.conventions.pairings[settings[key]];
    case "pool":
      return matching.conventions.pools[settings[key]];
    case "resized":
      return matching.conventions.resizedMaps[settings[key]];
    case "reduction":
      return matching.conventions.reductions[settings[key]];
    case "total":
      return matching.conventions.totals[settings[key]];
    case "matrix":
      return matching.conventions.matrices[settings[key]];
    case "matching":
      return matching.way(settings[key]);
    case "pairLambda":
      return matching.weights(settings[key]);
    case "shuffled":
    case "crop":
    case "flip":
      return settings[key] ? setup.on : setup.off;
    default: {
      const value = settings[key];
      return Number.isInteger(value) ? integer(value) : significant(value);
    }
  }
}
