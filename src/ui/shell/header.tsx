/** Region A: what is set up, by name, hash and seed, and how it differs from what it began as. */
import { memo, useMemo, type ReactNode } from "react";
import { useStore } from "zustand";
import { isUnderWay } from "../../client/live-run.ts";
import { isStudy } from "../../client/preset-of.ts";
import { changedSettings } from "../../client/settings.ts";
import { toPlan } from "../../core/document.ts";
import { presets } from "../../core/presets.ts";
import { ExportOnScreen } from "../export/export-on-screen.tsx";
import { KeptButton } from "../kept/kept-dialog.tsx";
import { useLab, useLabState } from "../lab-context.ts";
import { chooseLanguage, languageStore } from "../messages/language.ts";
import { useMessages } from "../messages/messages.ts";
import { ChangedChip } from "./changed-chip.tsx";
import { preferences, systemTheme } from "./preferences.ts";
import { SeedField } from "./seed-field.tsx";
import { viewStore } from "./view-store.ts";
import "./header.css";

export const Header = memo(function Header({ children }: { readonly children?: ReactNode }): ReactNode {
  const { app, header } = useMessages();
  const hash = useLabState((state) => state.hash);
  return (
    <header className="header">
      <h1>{app.title}</h1>
      <PresetField />
      <SeedField />
      <p className="mono header-hash" title={header.hashMeaning}>
        {header.hash(hash === null ? "…" : hash.slice(0, 8))}
      </p>
      <ChangesOfSetup />
      <p className="header-about">{app.about}</p>
      <div className="header-end">
        {children}
        <KeptButton />
        <ExportOnScreen />
        <LanguageButton />
        <ThemeButton />
      </div>
    </header>
  );
});

function PresetField(): ReactNode {
  const lab = useLab();
  const { header, plan: plans } = useMessages();
  const preset = useLabState((state) => state.preset);
  const origin = useLabState((state) => state.setup.origin);
  const name = useMemo(() => (isStudy(origin) && plans.studyNames[origin.name]) || origin.name, [origin, plans]);
  const isFromLink = useLabState((state) => state.isFromLink);
  const fixed = useLabState((state) => isUnderWay(state.run));
  return (
    <select
      aria-label={header.preset}
      className="header-preset"
      disabled={fixed}
      value={preset ?? ""}
      onChange={(event) => lab.choosePreset(event.target.value)}
    >
      {preset === null && <option value="">{isFromLink ? header.fromLink(name) : name}</option>}
      {[...presets.keys()].map((key) => (
        <option key={key} value={key}>
          {header.presets[key] ?? key}
        </option>
      ))}
    </select>
  );
}

function ChangesOfSetup(): ReactNode {
  const setup = useLabState((state) => state.setup);
  const fixed = useLabState((state) => isUnderWay(state.run));
  const origin = toPlan(setup.origin);
  const changed = changedSettings(origin, setup.changes);
  if (fixed || (changed.length === 0 && setup.leftOut.length === 0)) return null;
  return <ChangedChip changed={changed} />;
}

function LanguageButton(): ReactNode {
  const { header } = useMessages();
  const language = useStore(languageStore, (state) => state.language);
  const other = language === "en" ? "zh" : "en";
  return (
    <button type="button" className="quiet" lang={other} onClick={() => chooseLanguage(other)}>
      {header.language[other]}
    </button>
  );
}

function ThemeButton(): ReactNode {
  const { header } = useMessages();
  const preferred = useStore(preferences, (state) => state.theme);
  const theme = useStore(viewStore, (state) => state.theme) ?? preferred ?? systemTheme();
  const other = theme === "light" ? "dark" : "light";
  return (
    <button
      type="button"
      className="quiet"
      onClick={() => {
        viewStore.setState({ theme: null });
        preferences.setState({ theme: other });
      }}
    >
      {header.theme[other]}
    </button>
  );
}
