/** The words of looking into the matrices: of which images, in which order and colours, how a cell is made. */
import type { Domain } from "../../matrices/scales.ts";
import type { MatrixKind } from "../../matrices/pair-data.ts";
import { integer } from "../../numbers.ts";

const ownScale = { teacher: "its own scale", student: "its own scale", difference: "0 is pale" };
const shared = { teacher: "shared scale", student: "shared scale", difference: "0 is pale" };
const frozen = {
  teacher: "for all iterations",
  student: "for all iterations",
  difference: "0 is pale, all iterations",
};

export const insight = {
  insight: {
    ofWhat: "Of",
    oneImage: "one image",
    meanOf: (images: number) => `${integer(images)} images`,
    batch: "next batch",
    previousImage: "Previous image",
    nextImage: "Next image",
    heldOutImage: "Held-out image",
    ofImages: (images: number) => `of ${integer(images)}`,
    order: "Sort by",
    orders: { index: "index", clusters: "clusters", difference: "difference" },
    colours: "Colours",
    domains: { each: "each", shared: "shared", frozen: "over time" } satisfies Record<Domain, string>,
    scaleNotes: { each: ownScale, shared, frozen } satisfies Record<Domain, Record<MatrixKind, string>>,
    /** The loss of methods that learn the matrices cell by cell; for all others it is only a distance. */
    share: {
      loss: { images: "share of the loss", means: "share of the means' loss" },
      distance: { images: "share of the distance", means: "share of the means' distance" },
    },
    rank: "rank",
    /** Behind the cell's name; `a` and `b` are its own where the channels are the networks' own. */
    cellFormula: {
      image: (a: string, b: string) => `= mean over the positions of F1[${a}] × F2[${b}]`,
      mean: (a: string, b: string) => `= mean over positions and images of F1[${a}] × F2[${b}]`,
    },
    saveCsv: "Save as CSV",
    singularValues: "Singular values",
    noSpectrum: "Both matrices are zero: they have no singular values to draw.",
    /** Null where that matrix has fewer. */
    singularPair: (index: number, teacher: string | null, student: string | null) =>
      `${index}: teacher ${teacher ?? "none"}, student ${student ?? "none"}`,
    singularCaption:
      "Largest first, on a logarithmic axis: plain bars are the teacher's matrix, hatched ones the student's.",
  },
};
