import { useId, useState, type ReactNode } from "react";
import { isUnderWay } from "../../client/live-run.ts";
import { largestSeed, mostSeeds } from "../../core/experiment.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";

/** Whole numbers between commas or spaces, each once; null where the text is something else. */
function seedsIn(text: string): number[] | null {
  const parts = text.split(/[\s,，、]+/).filter((part) => part !== "");
  const seeds = parts.map(Number);
  const good = seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed <= largestSeed);
  return good && seeds.length > 0 && seeds.length <= mostSeeds && new Set(seeds).size === seeds.length ? seeds : null;
}

export function SeedField(): ReactNode {
  const lab = useLab();
  const { header } = useMessages();
  const seeds = useLabState((state) => state.setup.seeds);
  const fixed = useLabState((state) => isUnderWay(state.run));
  const [draft, setDraft] = useState<string | null>(null);
  const id = useId();
  const text = draft ?? seeds.join(", ");
  const bad = seedsIn(text) === null;
  return (
    <div className="header-seed">
      <label htmlFor={id}>{seeds.length === 1 ? header.seed : header.seeds}</label>
      <input
        id={id}
        inputMode="numeric"
        disabled={fixed}
        size={Math.min(12, Math.max(4, text.length))}
        value={text}
        aria-invalid={bad}
        aria-describedby={bad ? `${id}-bad` : undefined}
        onChange={(event) => {
          const next = seedsIn(event.target.value);
          setDraft(event.target.value);
          if (next) lab.chooseSeeds(next);
        }}
        onBlur={() => setDraft(null)}
      />
      <button
        type="button"
        disabled={fixed}
        onClick={() => lab.chooseSeeds([(Math.max(...seeds) + 1) % (largestSeed + 1)])}
      >
        {header.newSeed}
      </button>
      {bad && (
        <span id={`${id}-bad`} role="alert" className="header-bad-seed">
          {header.badSeed}
        </span>
      )}
    </div>
  );
}
