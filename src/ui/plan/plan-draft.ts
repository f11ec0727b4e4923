/** What is typed into the plan dialog, and the choices that it comes to. */
import { variedSettings, type PlanChoices, type VariedSetting } from "../../client/plan-choices.ts";
import { numbersIn } from "./number-list.ts";

export interface PlanDraft {
  readonly methods: readonly string[];
  readonly seeds: string;
  readonly sweeps: boolean;
  readonly rates: string;
  /** The values of what varies beside the methods; blank: as it is set up. */
  readonly varied: Readonly<Record<VariedSetting, string>>;
}

export const firstDraft: PlanDraft = {
  methods: ["plain", "soft-logits", "fsp"],
  seeds: "1, 2, 3",
  sweeps: false,
  rates: "0.05, 0.1, 0.2",
  varied: { training: "", studentDepth: "", studentWidth: "", taskIterations: "", batch: "" },
};

/** Null where something typed is no list of numbers. */
export function choicesIn(draft: PlanDraft): PlanChoices | null {
  const { methods, sweeps } = draft;
  const seeds = numbersIn(draft.seeds);
  const rates = sweeps ? numbersIn(draft.rates)?.toSorted((a, b) => a - b) : null;
  const varied = variedSettings
    .filter((setting) => draft.varied[setting].trim() !== "")
    .map((setting) => ({ setting, values: numbersIn(draft.varied[setting]) }));
  const read = varied.flatMap(({ setting, values }) => (values ? [{ setting, values }] : []));
  if (!seeds || rates === undefined || read.length < varied.length) return null;
  return { methods, seeds, rates, varied: read };
}
