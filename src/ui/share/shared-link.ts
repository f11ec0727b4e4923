/** The link to what is set up, made and copied when it is asked for. */
import { useEffect, useState } from "react";
import type { Lab } from "../../client/lab-store.ts";
import { BadInput } from "../../core/bad-input.ts";
import type { LinkExtras } from "../../core/link.ts";
import { noExtras } from "../../core/link.ts";
import type { PlanProblem } from "../../core/plan-problem.ts";
import { preferences } from "../shell/preferences.ts";
import { firstPanel, viewStore } from "../shell/view-store.ts";

export type Shared =
  | { readonly status: "making" }
  | {
      readonly status: "made";
      readonly address: string;
      readonly copied: boolean;
      /** It would be too long with the result that was to go with it. */
      readonly lacksResult: boolean;
    }
  | { readonly status: "failed"; readonly why: PlanProblem };

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // Not allowed, or not a secure page: the person copies the selected text.
  }
}

/** Where the set-up cannot be trained, whoever got its link could not open it. */
async function sharedOf(lab: Lab, extras: LinkExtras): Promise<Shared> {
  const { problem } = lab.store.getState();
  if (problem) return { status: "failed", why: problem };
  try {
    const address = await lab.address(extras);
    return { status: "made", address, copied: await copied(address), lacksResult: false };
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    if (extras.expectation === null) return { status: "failed", why: { problem: error.problem, experiment: null } };
    const plain = await sharedOf(lab, { ...extras, expectation: null });
    return plain.status === "made" ? { ...plain, lacksResult: true } : plain;
  }
}

/** What is on screen of the view, as far as it is not what everybody sees first. */
function viewNow(lab: Lab): LinkExtras["view"] {
  const { panel, pair } = viewStore.getState();
  const { cursor } = lab.looks.store.getState();
  const { theme } = preferences.getState();
  return {
    ...(panel !== firstPanel && { panel }),
    ...(pair !== null && { pair }),
    ...(cursor?.axis === "total" && { iteration: Math.round(cursor.iteration) }),
    ...(theme && { theme }),
  };
}

/** Made anew whenever what goes with it changes. */
export function useSharedLink(lab: Lab, expectation: LinkExtras["expectation"], withView: boolean): Shared {
  const [shared, setShared] = useState<Shared>({ status: "making" });
  useEffect(() => {
    let wanted = true;
    const extras = { ...noExtras, expectation, ...(withView && { view: viewNow(lab) }) };
    void sharedOf(lab, extras).then((next) => wanted && setShared(next));
    return () => {
      wanted = false;
    };
  }, [lab, expectation, withView]);
  return shared;
}
