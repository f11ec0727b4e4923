/** What is typed into the plan dialog, and the choices that it comes to. */
import type { PlanChoices, VariedSetting } from "../../client/plan-choices.ts";
import { numbersIn } from "./number-list.ts";

export interface PlanDraft {
  readonly methods: readonly string[];
  readonly seeds: string;
  readonly sweeps: boolean;
  readonly rates: string;
  readonly varied: VariedSetting | null;
  readonly values: string;
}

export const firstDraft: PlanDraft = {
  methods: ["plain", "soft-logits", "fsp"],
  seeds: "1, 2, 3",
  sweeps: false,
  rates: "0.05, 0.1, 0.2",
  varied: null,
  values: "",
};

/** Null where something typed is no list of numbers. */
export function choicesIn(draft: PlanDraft): PlanChoices | null {
  const { methods, sweeps, varied } = draft;
  const seeds = numbersIn(draft.seeds);
  const rates = sweeps ? numbersIn(draft.rates)?.toSorted((a, b) => a - b) : null;
  const values = varied ? numbersIn(draft.values) : [];
  if (!seeds || rates === undefined || !values) return null;
  return { methods, seeds, rates, varied: varied && { setting: varied, values } };
}
