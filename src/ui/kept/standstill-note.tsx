import { useState, type ReactNode } from "react";
import type { Standstill } from "../../client/watchdog.ts";
import { useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";

/** Who comes back sees why the run is not as far as they thought. It stays until the next one, or until it was read. */
export function StandstillNote(): ReactNode {
  const { kept } = useMessages();
  const stood = useLabState((state) => state.stood);
  const [read, setRead] = useState<Standstill | null>(null);
  if (stood === null || read === stood) return null;
  return (
    <section className="resume-card standstill-note">
      <output>{kept.stood(stood.fromMs, stood.toMs)}</output>
      <button type="button" className="quiet" onClick={() => setRead(stood)}>
        {kept.close}
      </button>
    </section>
  );
}
