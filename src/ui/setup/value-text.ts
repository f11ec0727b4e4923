/** A setting's value in words. */
import type { Setting, Settings } from "../../client/settings.ts";
import type { Subset } from "../../core/experiment.ts";
import type { Messages } from "../messages/messages.ts";
import { integer, significant } from "../numbers.ts";
import { shortPart } from "../transfer/data-words.ts";

export function valueText(messages: Messages, key: Setting, settings: Settings): string {
  const { setup, header, matching } = messages;
  switch (key) {
    case "dataKind":
      return setup.dataKinds[settings[key]];
    case "subset":
      return settings.subset ? subsetText(messages, settings, settings.subset) : "–";
    case "otherTask":
      return settings.otherTask ? shortPart(messages, settings.otherTask) : messages.transfer.kinds.own;
    case "afterwards":
    case "classifier":
      return settings[key] ? setup.on : setup.off;
    case "stored":
      return settings[key]?.name ?? "–";
    case "teacherKind":
      return setup.teacherKinds[settings[key]];
    case "trained":
      return settings.trained?.name ?? setup.teacherKinds.recipe;
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

function subsetText(messages: Messages, { training, validation, test }: Settings, subset: Subset): string {
  return shortPart(messages, { kind: "fashion-mnist", training, validation, test, subset });
}
