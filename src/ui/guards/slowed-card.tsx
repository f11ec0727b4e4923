/** What is set up is another experiment with a smaller rate from some iteration on: from which, and what its link can do. */
import { useState, type ReactNode } from "react";
import type { Slowed } from "../../client/slowed.ts";
import { useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import "./guards.css";

export function SlowedCard(): ReactNode {
  const { guards, regions } = useMessages();
  const slowed = useLabState((state) => state.slowed);
  const isBroken = useLabState(({ broken }) => broken !== null);
  const [read, setRead] = useState<Slowed | null>(null);
  if (!slowed || isBroken || read === slowed) return null;
  const [name, from] = [
    regions.experiment(slowed.run.experiment),
    regions.experiment(slowed.divergence.run.experiment),
  ];
  const { was, now, goesOn } = slowed;
  const { stage, sound } = slowed.divergence;
  return (
    <section className="resume-card guard-card" aria-label={name}>
      <p>
        {goesOn ? guards.slowed(name, from, stage, sound, was, now) : guards.slowedAnew(name, from, stage, was, now)}{" "}
        {guards.link}
      </p>
      <button type="button" className="quiet" onClick={() => setRead(slowed)}>
        {guards.close}
      </button>
    </section>
  );
}
