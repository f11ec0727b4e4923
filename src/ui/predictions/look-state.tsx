import type { ReactNode } from "react";
import type { Looked } from "../../client/looks.ts";
import { useMessages } from "../messages/messages.ts";

/** Why there is nothing to see yet. */
export function LookState({ looked }: { readonly looked: Looked | undefined }): ReactNode {
  const { matrices: words } = useMessages();
  return <p>{looked?.status === "refused" ? words.cannotLook[looked.code] : words.looking}</p>;
}
