import type { ReactNode } from "react";
import { useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";

/** Who comes back sees why the run is not as far as they thought. It stays until the next one. */
export function StandstillNote(): ReactNode {
  const { kept } = useMessages();
  const stood = useLabState((state) => state.stood);
  if (stood === null) return null;
  return (
    <section className="resume-card standstill-note">
      <output>{kept.stood(stood.fromMs, stood.toMs)}</output>
    </section>
  );
}
