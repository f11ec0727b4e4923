import type { ReactNode } from "react";
import { useStore } from "zustand";
import { leadOf } from "../../client/settings.ts";
import type { Schedule } from "../../core/experiment.ts";
import { lossesOf, readsFsp, stageOneOf } from "../../core/methods/facts.ts";
import { usualMethods } from "../../core/methods/usual.ts";
import { firstTaps } from "../../core/pairs.ts";
import { remedyKinds } from "../../core/relations/settings.ts";
import { useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import type { RateDrop } from "../messages/en/shell.ts";
import { preferences } from "../shell/preferences.ts";
import { ChoiceField, NumberField, TickField, useSettings } from "./fields.tsx";

/** The paper's numbers for CIFAR-10 (Yim et al., CVPR 2017). */
const paper = {
  fspRate: 0.001,
  taskRate: 0.1,
  teacherRate: 0.1,
  momentum: 0.9,
  decay: 1e-4,
  fsp: 21_000,
  hint: 35_000,
  hintRate: 1e-4,
  task: 21_000,
  teacher: 64_000,
};

export function AdvancedSettings(): ReactNode {
  const { setup } = useMessages();
  const { dataKind, method } = useSettings();
  const stageOne = lossesOf[method][1];
  const lead = useLabState((state) => leadOf(state.plan));
  const drops = (schedule: Schedule | null) =>
    schedule && schedule.drops.length > 0 && isTyped(schedule) ? setup.drops(dropsOf(schedule)) : "";
  return (
    <details className="setup-group" onToggle={(event) => event.currentTarget.open && showFrom(event.currentTarget)}>
      <summary>{setup.advanced}</summary>
      {readsFsp(usualMethods[method]) && (
        <Group title={setup.matrices}>
          <ChoiceField
            setting="firstTap"
            options={firstTaps}
            text={(tap) => setup.firstTaps[tap]}
            hint={setup.paperSilent}
          />
          <ChoiceField
            setting="remedy"
            options={["none", ...remedyKinds]}
            text={(remedy) => setup.remedies[remedy]}
            hint={setup.paperNo}
          />
          <TickField setting="shuffled" />
        </Group>
      )}
      {stageOne !== null && (
        <Group title={setup.stageOneOf(stageOne)}>
          <NumberField setting="fspIterations" hint={setup.paper(stageOne === "hint" ? paper.hint : paper.fsp)} />
          <NumberField
            setting="fspRate"
            hint={setup.paper(stageOne === "hint" ? paper.hintRate : paper.fspRate) + drops(stageOneOf(lead.method))}
          />
        </Group>
      )}
      <Group title={setup.stage2}>
        <NumberField setting="taskIterations" hint={setup.paper(paper.task)} />
        <NumberField setting="taskRate" hint={setup.paper(paper.taskRate) + drops(lead.task)} />
        <NumberField setting="evaluateEvery" />
      </Group>
      <Group title={setup.bothStages}>
        <NumberField setting="batch" hint={setup.paperSilent} />
        <NumberField setting="momentum" hint={setup.paper(paper.momentum)} />
        <NumberField setting="decay" hint={setup.paper(paper.decay)} />
        <TickField setting="crop" hint={setup.paperYes} />
        <TickField setting="flip" hint={setup.paperSilent} />
      </Group>
      <Group title={setup.data}>
        <NumberField setting="validation" />
        <NumberField setting="test" />
        {dataKind === "shapes" && <NumberField setting="classes" />}
        {dataKind === "shapes" && <NumberField setting="difficulty" />}
      </Group>
      {method !== "none" && lead.teacher.kind === "recipe" && (
        <Group title={setup.teacherTraining}>
          <NumberField setting="teacherIterations" hint={setup.paper(paper.teacher)} />
          <NumberField setting="teacherRate" hint={setup.paper(paper.teacherRate) + drops(lead.teacher.schedule)} />
          <NumberField setting="teacherSeed" />
        </Group>
      )}
      <ShortcutsTick />
      <LicencesLink />
    </details>
  );
}

/** Each with the rate from there on. */
/** A field that holds no number yet makes them NaN. */
function isTyped({ rate, drops }: Schedule): boolean {
  return [rate, ...drops].every(Number.isFinite);
}

function dropsOf({ rate, factor, drops }: Schedule): RateDrop[] {
  return drops.map((iteration, index) => ({ iteration, rate: rate * factor ** (index + 1) }));
}

/** What was just opened lies below, behind the estimate: its beginning is brought to the top. */
function showFrom(details: HTMLElement): void {
  details.scrollIntoView({ block: "start" });
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <fieldset className="setup-sub">
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

function ShortcutsTick(): ReactNode {
  const { setup } = useMessages();
  const shortcuts = useStore(preferences, (state) => state.shortcuts);
  return (
    <label className="setup-option">
      <input
        type="checkbox"
        checked={shortcuts}
        onChange={(event) => preferences.setState({ shortcuts: event.target.checked })}
      />
      <span>{setup.shortcuts}</span>
    </label>
  );
}

/** Of all that was bundled into the page; the build writes the file. */
function LicencesLink(): ReactNode {
  const { licences } = useMessages();
  return (
    <a className="setup-licences" href="licences.txt" target="_blank" rel="noopener">
      {licences}
    </a>
  );
}
