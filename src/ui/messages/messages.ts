/**
 * All words on screen. English is the source: the other languages' modules are typed by it, so a missing message is a
 * type error. A message is a text, or a function of typed values that writes its own numbers and plurals.
 */
import { useStore } from "zustand";
import { browserStorage as englishBrowserStorage } from "./en/browser-storage.ts";
import { compared as englishCompared } from "./en/compared.ts";
import { editor as englishEditor } from "./en/editor.ts";
import { ensembles as englishEnsembles } from "./en/ensembles.ts";
import { exports as englishExports } from "./en/exports.ts";
import { guards as englishGuards } from "./en/guards.ts";
import { kept as englishKept } from "./en/kept.ts";
import { matching as englishMatching } from "./en/matching.ts";
import { features as englishFeatures } from "./en/features.ts";
import { insight as englishInsight } from "./en/insight.ts";
import { images as englishImages } from "./en/images.ts";
import { letters as englishLetters } from "./en/letters.ts";
import { offline as englishOffline } from "./en/offline.ts";
import { predictions as englishPredictions } from "./en/predictions.ts";
import { problems as englishProblems } from "./en/problems.ts";
import { runs as englishRuns } from "./en/runs.ts";
import { reproduction as englishReproduction } from "./en/reproduction.ts";
import { shell as englishShell } from "./en/shell.ts";
import { slowMotion as englishSlowMotion } from "./en/slow-motion.ts";
import { transfer as englishTransfer } from "./en/transfer.ts";
import { views as englishViews } from "./en/views.ts";
import type { Language } from "./language.ts";
import { languageStore } from "./language.ts";
import { browserStorage as chineseBrowserStorage } from "./zh/browser-storage.ts";
import { compared as chineseCompared } from "./zh/compared.ts";
import { editor as chineseEditor } from "./zh/editor.ts";
import { ensembles as chineseEnsembles } from "./zh/ensembles.ts";
import { exports as chineseExports } from "./zh/exports.ts";
import { guards as chineseGuards } from "./zh/guards.ts";
import { kept as chineseKept } from "./zh/kept.ts";
import { matching as chineseMatching } from "./zh/matching.ts";
import { features as chineseFeatures } from "./zh/features.ts";
import { insight as chineseInsight } from "./zh/insight.ts";
import { images as chineseImages } from "./zh/images.ts";
import { letters as chineseLetters } from "./zh/letters.ts";
import { offline as chineseOffline } from "./zh/offline.ts";
import { predictions as chinesePredictions } from "./zh/predictions.ts";
import { problems as chineseProblems } from "./zh/problems.ts";
import { runs as chineseRuns } from "./zh/runs.ts";
import { reproduction as chineseReproduction } from "./zh/reproduction.ts";
import { shell as chineseShell } from "./zh/shell.ts";
import { slowMotion as chineseSlowMotion } from "./zh/slow-motion.ts";
import { transfer as chineseTransfer } from "./zh/transfer.ts";
import { views as chineseViews } from "./zh/views.ts";

export type Messages = typeof englishShell &
  typeof englishViews &
  typeof englishProblems &
  typeof englishPredictions &
  typeof englishEditor &
  typeof englishMatching &
  typeof englishInsight &
  typeof englishLetters &
  typeof englishCompared &
  typeof englishFeatures &
  typeof englishSlowMotion &
  typeof englishKept &
  typeof englishBrowserStorage &
  typeof englishEnsembles &
  typeof englishExports &
  typeof englishReproduction &
  typeof englishImages &
  typeof englishOffline &
  typeof englishRuns &
  typeof englishGuards &
  typeof englishTransfer;

export const catalogues: Readonly<Record<Language, Messages>> = {
  en: {
    ...englishShell,
    ...englishViews,
    ...englishProblems,
    ...englishPredictions,
    ...englishEditor,
    ...englishMatching,
    ...englishInsight,
    ...englishLetters,
    ...englishCompared,
    ...englishFeatures,
    ...englishSlowMotion,
    ...englishKept,
    ...englishBrowserStorage,
    ...englishEnsembles,
    ...englishExports,
    ...englishReproduction,
    ...englishImages,
    ...englishOffline,
    ...englishRuns,
    ...englishGuards,
    ...englishTransfer,
  },
  zh: {
    ...chineseShell,
    ...chineseViews,
    ...chineseProblems,
    ...chinesePredictions,
    ...chineseEditor,
    ...chineseMatching,
    ...chineseInsight,
    ...chineseLetters,
    ...chineseCompared,
    ...chineseFeatures,
    ...chineseSlowMotion,
    ...chineseKept,
    ...chineseBrowserStorage,
    ...chineseEnsembles,
    ...chineseExports,
    ...chineseReproduction,
    ...chineseImages,
    ...chineseOffline,
    ...chineseRuns,
    ...chineseGuards,
    ...chineseTransfer,
  },
};

export function useMessages(): Messages {
  return catalogues[useStore(languageStore, ({ language }) => language)];
}
