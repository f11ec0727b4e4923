/** How this person wants the page: theme and keys. Kept in this browser, never in a link. */
import { createStore } from "zustand/vanilla";
import { languageStore } from "../messages/language.ts";
import { viewStore } from "./view-store.ts";

export type Theme = "light" | "dark";

export interface Preferences {
  /** Null: as the system has it. */
  readonly theme: Theme | null;
  /** Space and `.` act on the training. */
  readonly shortcuts: boolean;
}

const key = "fsp-lab.preferences";

function kept(): Preferences {
  const usual: Preferences = { theme: null, shortcuts: true };
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
    if (typeof value !== "object" || value === null) return usual;
    const theme = "theme" in value && (value.theme === "light" || value.theme === "dark") ? value.theme : null;
    return { theme, shortcuts: !("shortcuts" in value && value.shortcuts === false) };
  } catch {
    return usual;
  }
}

export const preferences = createStore<Preferences>(kept);

export function systemTheme(): Theme {
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Keeps the document's own attributes and the browser's storage in step with the choices. */
export function applyPreferences(): void {
  const root = document.documentElement;
  const showTheme = () => {
    const theme = viewStore.getState().theme ?? preferences.getState().theme;
    if (theme) root.dataset["theme"] = theme;
    else delete root.dataset["theme"];
  };
  showTheme();
  viewStore.subscribe(showTheme);
  preferences.subscribe((chosen) => {
    showTheme();
    try {
      localStorage.setItem(key, JSON.stringify(chosen));
    } catch {
      // Without storage the choice lasts as long as the page.
    }
  });
  const showLanguage = ({ language }: { readonly language: string }) => {
    root.lang = language;
  };
  showLanguage(languageStore.getState());
  languageStore.subscribe(showLanguage);
}
