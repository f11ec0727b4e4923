import { plainWithEqualStage2, plainWithEqualTotal } from "./budgets.ts";
import { defaultExperiment, defaultPlan } from "./defaults.ts";
import type { Document, Experiment } from "./experiment.ts";
import { methodsSmall } from "./methods/small-plan.ts";
import { defaultFirstTap } from "./pairs.ts";
import { fashionResnet14 } from "./shipped-teachers.ts";

/** One experiment that ends within half a minute on two cores: enough to see that everything works. */
const smoke: Experiment = {
  ...defaultExperiment,
  name: "smoke",
  data: { kind: "fashion-mnist", training: 1000, validation: 200, test: 500 },
  teacher: {
    kind: "recipe",
    seed: 1,
    network: { kind: "resnet", depth: 14, width: 4 },
    data: null,
    batch: 16,
    augment: { crop: false, flip: false },
    schedule: { ...defaultExperiment.task, iterations: 60, rate: 0.05, drops: [40] },
  },
  student: { kind: "resnet", depth: 8, width: 4 },
  batch: 16,
  augment: { crop: false, flip: false },
  method: {
    kind: "fsp",
    firstTap: defaultFirstTap,
    lambda: 1,
    pairLambda: {},
    schedule: { ...defaultExperiment.task, iterations: 30, rate: 0.001, drops: [15, 23] },
  },
  task: { ...defaultExperiment.task, iterations: 60, rate: 0.05, drops: [31, 46] },
  evaluateEvery: 20,
};

/** Two epochs over few images need no augmentation; the curves are looked at often, because FSP's effect comes early. */
const withFsp: Experiment = {
  ...defaultExperiment,
  name: "fsp",
  data: { kind: "fashion-mnist", training: 10_000, validation: 500, test: 2000 },
  teacher: fashionResnet14,
  augment: { crop: false, flip: false },
  evaluateEvery: 20,
};

const presetList: readonly { readonly name: string; readonly document: Document }[] = [
  {
    name: "first-look",
    document: {
      ...defaultPlan,
      name: "first-look",
      baseline: "plain-equal-stage-2",
      experiments: [
        withFsp,
        plainWithEqualStage2(withFsp, "plain-equal-stage-2"),
        plainWithEqualTotal(withFsp, "plain-equal-total"),
      ],
    },
  },
  { name: "smoke", document: smoke },
  { name: "methods-small", document: methodsSmall(withFsp) },
];

export const presets: ReadonlyMap<string, Document> = new Map(presetList.map(({ name, document }) => [name, document]));
