/** Region B: what shall be trained, and what that will cost. */
import { readsFsp } from "../../core/methods/facts.ts";
import { usualMethods } from "../../core/methods/usual.ts";
import { memo, useMemo, type ReactNode } from "react";
import { isUnderWay } from "../../client/live-run.ts";
import type { Settings } from "../../client/settings.ts";
import { isSetupOf, leadOf, settingsOf } from "../../client/settings.ts";
import { toPlan } from "../../core/document.ts";
import { sectionWidths } from "../../core/families/layers.ts";
import { teacherIterations } from "../../core/lessons.ts";
import { depthsOf, families } from "../../core/network-choice.ts";
import { setToGive } from "../../core/paper/presets.ts";
import { EditorButton } from "../editor/editor-button.tsx";
import { TeacherChoice } from "../kept/teacher-choice.tsx";
import { useImports } from "../images/imports-context.ts";
import { useLabState } from "../lab-context.ts";
import { OpenMatching } from "../matching/open-matching.tsx";
import { useMessages } from "../messages/messages.ts";
import { TransferSettings } from "../transfer/transfer-settings.tsx";
import { AdvancedSettings } from "./advanced-settings.tsx";
import { EstimateOfPlan } from "./estimate-of-plan.tsx";
import { Choice, ChoiceField, NumberField, useSettings } from "./fields.tsx";
import { MethodOfPlan } from "./method-of-plan.tsx";
import "./setup.css";

export const SetupPanel = memo(function SetupPanel(): ReactNode {
  const { setup } = useMessages();
  const fixed = useLabState((state) => isUnderWay(state.run));
  const hasPairs = readsFsp(usualMethods[useSettings().method]);
  return (
    <div className="setup" data-fixed={fixed}>
      {fixed && (
        <p className="setup-note">
          {setup.fixed} {hasPairs && <OpenMatching />}
        </p>
      )}
      <fieldset disabled={fixed}>
        <legend className="visually-hidden">{setup.title}</legend>
        <DataOfPlan />
        <NetworksOfPlan />
        <MethodOfPlan />
        <AdvancedSettings />
      </fieldset>
      <EstimateOfPlan />
    </div>
  );
});

function DataOfPlan(): ReactNode {
  const { setup, images } = useMessages();
  const imports = useImports();
  // Of the document or the person, whatever is chosen now.
  const stored = useLabState(({ setup: { origin, changes } }) => {
    const { data } = leadOf(toPlan(origin));
    return changes.stored?.name ?? (data.kind === "stored" ? data.name : null);
  });
  // Fashion-MNIST only holds the place of images that the plan is of.
  const toGive = useLabState(({ setup: { origin } }) => setToGive(toPlan(origin)));
  const named = (kind: Settings["dataKind"]) => {
    if (kind === "stored" && stored !== null) return stored;
    return kind === "fashion-mnist" && toGive !== null ? setup.toGive(toGive) : setup.dataKinds[kind];
  };
  return (
    <section className="setup-group">
      <div className="images-entry">
        <h2>{setup.data}</h2>
        <button type="button" className="quiet" aria-haspopup="dialog" onClick={() => imports.open()}>
          {images.openDialog}
        </button>
      </div>
      <ChoiceField
        setting="dataKind"
        options={stored === null ? ["fashion-mnist", "shapes"] : ["fashion-mnist", "shapes", "stored"]}
        text={named}
      />
      <NumberField setting="training" />
    </section>
  );
}

function NetworksOfPlan(): ReactNode {
  const { setup } = useMessages();
  const settings = useSettings();
  // A drawn network comes with the document that holds it, or from the editor.
  const { origin, changes } = useLabState((state) => state.setup);
  const before = settingsOf(leadOf(toPlan(origin)));
  const drawnIn = (whose: "teacher" | "student") => changes[`${whose}Drawn`] ?? before[`${whose}Drawn`];
  const own = (n: number) => String(n);
  const choices = (whose: "teacher" | "student") => {
    const [family, depth, width] = [`${whose}Family`, `${whose}Depth`, `${whose}Width`] as const;
    const chosen = settings[family];
    const sized = chosen !== "custom";
    return (
      <>
        <div className="setup-network">
          <span className={`setup-${whose}`}>{setup[whose]}</span>
          <EditorButton whose={whose} />
        </div>
        <Choice
          name={setup.settings[family]}
          setting={family}
          options={drawnIn(whose) ? [...families, "custom"] : families}
          text={(kind) => setup.families[kind]}
        />
        {sized && (
          <>
            <Choice name={setup.settings[depth]} setting={depth} options={depthsOf(chosen)} text={own} />
            <Choice name={setup.settings[width]} setting={width} options={sectionWidths} text={own} />
          </>
        )}
      </>
    );
  };
  return (
    <section className="setup-group">
      <div className="setup-networks">
        <h2>{setup.networks}</h2>
        <span aria-hidden="true">{setup.depth}</span>
        <span aria-hidden="true">{setup.width}</span>
        {choices("teacher")}
        {choices("student")}
      </div>
      {[settings.teacherFamily, settings.studentFamily].includes("wide-resnet") && (
        <p className="setup-hint">{setup.wideDepth}</p>
      )}
      <TeacherChoice />
      <TeacherNote settings={settings} />
      <TransferSettings />
    </section>
  );
}

/** Where the teacher comes from, if anything is learned from it at all; of one that came with the lab the choice above says all. */
function TeacherNote({ settings }: { readonly settings: Settings }): ReactNode {
  const { setup, kept } = useMessages();
  const teacher = useLabState((state) => leadOf(state.plan).teacher);
  if (settings.method === "none") return <p className="setup-hint">{setup.noTeacher}</p>;
  if (teacher.kind === "shipped") return null;
  return (
    <p className="setup-hint">
      {teacher.kind === "stored" ? kept.teacherOf(teacher.name) : setup.trainedTeacher(teacherIterations(teacher))}{" "}
      <TeacherAccuracy />
    </p>
  );
}

/** As measured in the run on screen, where it is a run of this very set-up. */
function TeacherAccuracy(): ReactNode {
  const { setup } = useMessages();
  const current = useLabState((state) => state.setup);
  const shown = useLabState((state) => state.shown);
  const accuracy = useLabState(
    ({ views }) => Object.values(views).find(({ result }) => result?.teacher)?.result?.teacher?.test ?? null,
  );
  const same = useMemo(() => shown !== null && isSetupOf(current, shown.document), [current, shown]);
  return same && accuracy !== null ? setup.teacherAccuracy(accuracy) : null;
}
