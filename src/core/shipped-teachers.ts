/** The trained teachers in `public/teachers`: made by `npm run lab` from the recipe beside each, which also has its accuracy. */
import type { Data, Schedule, ShippedTeacher } from "./experiment.ts";
import type { TeacherOrigin } from "./teacher-file.ts";

/** A ResNet-14 of width 8 that learnt from the first 10,000 images of Fashion-MNIST. */
export const fashionResnet14: ShippedTeacher = {
  kind: "shipped",
  name: "fashion-resnet14-w8",
  sha256: "41bdf35b766cd682ee2c7e765fd3e195784de76c66825af004c61c0b93b3ecae",
  network: { kind: "resnet", depth: 14, width: 8 },
};

/** A wide ResNet-10 of width 16, on the same images as long as the first: for students twice as wide. */
const fashionWide10: ShippedTeacher = {
  kind: "shipped",
  name: "fashion-wrn10-w16",
  sha256: "39c0312ea33dd31498431750d2a61885bbaa35b830afe20b06c2a9948f0ccb92",
  network: { kind: "wide-resnet", depth: 10, width: 16, dropout: 0 },
};

/** A VGG-like network of nine layers, width 8, on the same images twice as long: of the first one's widths, and no residual one. */
const fashionVgg9: ShippedTeacher = {
  kind: "shipped",
  name: "fashion-vgg9-w8",
  sha256: "b018ec7634cb7164031c67e5cf30f15fc2454c8aec5f410590f09843c970ea5c",
  network: { kind: "vgg", depth: 9, width: 8, dropout: 0.25 },
};

/** Of the test images that its recipe names, by its hash. A fraction. */
export const shippedAccuracies: ReadonlyMap<string, number> = new Map([
  [fashionResnet14.sha256, 0.8725],
  [fashionVgg9.sha256, 0.89],
  [fashionWide10.sha256, 0.8705],
]);

const schedule: Schedule = {
  iterations: 1000,
  rate: 0.1,
  drops: [500, 750],
  factor: 0.1,
  momentum: 0.9,
  decay: 1e-4,
};
const longSchedule: Schedule = { ...schedule, iterations: 2000, rate: 0.05, drops: [1000, 1500] };
const data: Data = { kind: "fashion-mnist", training: 10_000, validation: 500, test: 2000 };

function originOf({ network }: ShippedTeacher, learnt: Schedule): TeacherOrigin {
  const augment = { crop: false, flip: false };
  return {
    recipe: { kind: "recipe", seed: 1, network, data: null, batch: 64, augment, schedule: learnt },
    data,
    seed: 1,
  };
}

/** By hash, as the JSON beside each has it. */
export const shippedOrigins: ReadonlyMap<string, TeacherOrigin> = new Map([
  [fashionResnet14.sha256, originOf(fashionResnet14, schedule)],
  [fashionVgg9.sha256, originOf(fashionVgg9, longSchedule)],
  [fashionWide10.sha256, originOf(fashionWide10, schedule)],
]);

export const shippedTeachers: readonly ShippedTeacher[] = [fashionResnet14, fashionVgg9, fashionWide10];
