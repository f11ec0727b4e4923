import type { ReactNode } from "react";
import { documentFor } from "../../client/settings.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { ExportButton } from "./export-button.tsx";
import { figuresOnScreen } from "./figures-on-screen.ts";

/** Of the training on screen; its programs are of what was trained, or where nothing was, of what is set up. */
export function ExportOnScreen(): ReactNode {
  const lab = useLab();
  const { exports: words } = useMessages();
  const setup = useLabState((state) => state.setup);
  const shown = useLabState((state) => state.shown);
  const load = async () => {
    const training = await lab.exports.onScreen();
    return training ? [training] : [];
  };
  return (
    <ExportButton
      documents={[shown?.document ?? documentFor(setup)]}
      load={load}
      figures={() => figuresOnScreen(words.matrices)}
    />
  );
}
