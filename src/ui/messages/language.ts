/** Which language the page speaks: the person's choice, else the browser's. */
import { createStore } from "zustand/vanilla";

export const languages = ["en", "zh"] as const;
export type Language = (typeof languages)[number];

const key = "fsp-lab.language";

function isLanguage(text: string | null | undefined): text is Language {
  return languages.some((language) => language === text);
}

function kept(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // Storage can be switched off; the choice then lasts as long as the page.
  }
}

function preferred(): Language {
  const chosen = kept();
  if (isLanguage(chosen)) return chosen;
  const codes = navigator.languages.map((code) => code.slice(0, 2));
  return codes.find(isLanguage) ?? "en";
}

export const languageStore = createStore<{ readonly language: Language }>(() => ({
  language: typeof navigator === "undefined" ? "en" : preferred(),
}));

export function chooseLanguage(language: Language): void {
  try {
    localStorage.setItem(key, language);
  } catch {
    // As above.
  }
  languageStore.setState({ language });
}
