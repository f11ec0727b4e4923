import type { ReactNode } from "react";
import { hasSetting, methodNumbers } from "../../client/method-settings.ts";
import { readsFsp } from "../../core/methods/facts.ts";
import { layerChoices } from "../../core/methods/layers.ts";
import { usualMethods } from "../../core/methods/usual.ts";
import { useMessages } from "../messages/messages.ts";
import { ChoiceField, NumberField, useSettings } from "./fields.tsx";

/** The settings of the chosen method, whichever it has. */
export function MethodFields(): ReactNode {
  const { setup } = useMessages();
  const { method } = useSettings();
  const isFsp = readsFsp(usualMethods[method]);
  return (
    <>
      {isFsp && <NumberField setting="lambda" hint={setup.paperSilent} />}
      {hasSetting(method, "layers") && (
        <ChoiceField setting="layers" options={layerChoices} text={(choice) => setup.layerChoices[choice]} />
      )}
      {methodNumbers.map((setting) => hasSetting(method, setting) && <NumberField key={setting} setting={setting} />)}
    </>
  );
}
