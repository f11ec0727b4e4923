import type { KeyboardEvent, ReactNode } from "react";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import type { RunView } from "../../client/run-view.ts";
import { studentNetwork, teacherNetwork } from "../../core/build-network.ts";
import type { Experiment } from "../../core/experiment.ts";
import type { Look, LookAnswer } from "../../core/look.ts";
import { readsFsp } from "../../core/methods/facts.ts";
import type { Match } from "../../core/pairs.ts";
import { learningSource } from "../../core/slow-motion.ts";
import { useLab } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { LookState } from "../predictions/look-state.tsx";
import { useHeldAnswer } from "../predictions/use-held-answer.ts";
import { useLook } from "../predictions/use-look.ts";
import { LitNetworks } from "./lit-networks.tsx";
import { PhaseNumbers } from "./phase-numbers.tsx";
import { phaseAfter } from "./phase-keys.ts";
import "./slow-motion.css";

interface SlowMotionProps {
  readonly run: RunView;
  readonly experiment: Experiment;
  readonly matches: readonly Match[];
}

/** Opens slow motion over the page. */
export function SlowMotionButton(props: SlowMotionProps): ReactNode {
  const { slowMotion: words } = useMessages();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="slow-open" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {words.title}
      </button>
      {open && <SlowMotion {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

type From = Extract<Look, { type: "slowMotion" }>["from"];

interface OpenProps extends SlowMotionProps {
  onClose(this: void): void;
}

/** One training step, phase by phase, made on a copy while the run goes on. */
function SlowMotion({ run, experiment, matches, onClose }: OpenProps): ReactNode {
  const { slowMotion: words } = useMessages();
  const { looks } = useLab();
  const dialog = useRef<HTMLDialogElement>(null);
  const stages = ([1, 2] as const).filter((stage) => run.stages.some((begun) => begun.stage === stage));
  // A run that ended has no next step.
  const [from, setFrom] = useState<From>(run.result === null ? "now" : (stages[0] ?? "now"));
  const look = useMemo((): Look => ({ type: "slowMotion", from }), [from]);
  const looked = useLook(run.run, look, false);
  const { answer } = useHeldAnswer(looked, "slowMotion", run.run, String(from));
  const [index, setIndex] = useState(0);
  useEffect(() => dialog.current?.showModal(), []);
  // Once: afterwards the focus stays where somebody put it.
  const isThere = answer !== null;
  const isFocused = useRef(false);
  useEffect(() => {
    if (!isThere || isFocused.current) return;
    isFocused.current = true;
    dialog.current?.querySelector<HTMLButtonElement>(".slow-next")?.focus();
  }, [isThere]);
  const phases = answer?.phases ?? [];
  const onKeyDown = (event: KeyboardEvent) => {
    const next = phaseAfter(event.key, index, phases.length);
    if (next === null) return;
    event.preventDefault();
    setIndex(next);
  };
  return (
    <dialog ref={dialog} className="slow" aria-label={words.title} onClose={onClose} onKeyDown={onKeyDown}>
      <div className="slow-head">
        <h2>{words.title}</h2>
        {answer && <p>{words.slowStep(answer.moment.stage, answer.moment.step + 1)}</p>}
        <button type="button" className="slow-close" onClick={() => dialog.current?.close()}>
          {words.close}
        </button>
      </div>
      <div className="slow-tools">
        <StepChoice options={["now", ...stages]} value={from} onChange={setFrom} />
        {from === "now" && run.result === null && (
          <button type="button" onClick={() => looks.ask(run.run, look)}>
            {words.newestStep}
          </button>
        )}
      </div>
      {answer ? (
        <Step answer={answer} experiment={experiment} matches={matches} index={index} onIndex={setIndex} />
      ) : (
        <LookState looked={looked} />
      )}
      {answer && <p className="slow-note">{words.slowNote}</p>}
    </dialog>
  );
}

interface StepChoiceProps {
  readonly options: readonly From[];
  readonly value: From;
  onChange(this: void, from: From): void;
}

/** Which step is taken apart. Buttons, because radio buttons would keep the arrow keys, which go through the phases. */
function StepChoice({ options, value, onChange }: StepChoiceProps): ReactNode {
  const { slowMotion: words } = useMessages();
  const id = useId();
  return (
    <fieldset className="slow-choice" aria-labelledby={id}>
      <span id={id}>{words.stepFrom}</span>
      {options.map((option) => (
        <button key={option} type="button" aria-pressed={option === value} onClick={() => onChange(option)}>
          {words.froms[option]}
        </button>
      ))}
    </fieldset>
  );
}

interface StepProps {
  readonly answer: Extract<LookAnswer, { type: "slowMotion" }>;
  readonly experiment: Experiment;
  readonly matches: readonly Match[];
  readonly index: number;
  onIndex(this: void, index: number): void;
}

function Step({ answer: { phases }, experiment, matches, index, onIndex }: StepProps): ReactNode {
  const { slowMotion: words } = useMessages();
  const networks = useMemo(
    () => ({ teacher: teacherNetwork(experiment), student: studentNetwork(experiment) }),
    [experiment],
  );
  const last = phases.length - 1;
  const shown = Math.min(index, last);
  const upTo = useMemo(() => phases.slice(0, shown + 1), [phases, shown]);
  const phase = phases[shown]!;
  return (
    <>
      <div className="slow-steps">
        <button type="button" aria-disabled={shown === 0} onClick={() => onIndex(Math.max(0, shown - 1))}>
          {words.previousPhase}
        </button>
        <ol>
          {phases.map(({ name }, place) => (
            <li key={name}>
              <button type="button" aria-current={place === shown ? "step" : undefined} onClick={() => onIndex(place)}>
                {words.phaseNames[name]}
              </button>
            </li>
          ))}
        </ol>
        <button
          type="button"
          className="slow-next"
          aria-disabled={shown === last}
          onClick={() => onIndex(Math.min(last, shown + 1))}
        >
          {words.nextPhase}
        </button>
      </div>
      <LitNetworks
        networks={networks}
        method={readsFsp(experiment.method) ? experiment.method : null}
        matches={matches}
        phases={upTo}
      />
      <section className="slow-numbers" aria-live="polite" aria-label={words.phaseNames[phase.name]}>
        <h3>{words.phaseOf(shown + 1, phases.length, words.phaseNames[phase.name])}</h3>
        <p>{words.phaseSays(phase.name, learningSource(phases))}</p>
      </section>
      <PhaseNumbers phase={phase} networks={networks} />
    </>
  );
}
