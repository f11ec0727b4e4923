/** The words of the predictions and the confusion matrix. */
import type { Side } from "../../../core/look.ts";
import { integer } from "../../numbers.ts";

const sides: Readonly<Record<Side["of"], string>> = { teacher: "teacher", student: "student" };

export const predictions = {
  predictions: {
    view: "What is shown",
    views: {
      matrices: "FSP matrices",
      features: "Feature maps",
      predictions: "Predictions",
      confusion: "Confusion",
    },
    sides,
    whose: "Network",
    page: (first: number, last: number, all: number) =>
      `Held-out images ${integer(first)} to ${integer(last)} of ${integer(all)}: the class, and what each network takes the image for`,
    previous: "Previous",
    next: "Next",
    notYet: "…",
    /** `instead` is null where the guess is right. */
    guess: (of: Side["of"], instead: string | null, probability: string) =>
      `${sides[of]}: ${instead === null ? "right" : `✗ ${instead}`}, ${probability}`,
    confusion: (right: string, images: string) =>
      `${right} of ${images} held-out images are right. Rows are the classes, columns what their images were taken for.`,
    corner: "class \\ taken for",
  },
};
