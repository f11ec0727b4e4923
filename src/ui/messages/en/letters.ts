/** What the letters of the formulas stand for. */
import type { formulas } from "../../../core/relations/formulas.ts";

const g = "G: the matrices of the teacher (T) and the student (S)";
const squares = "‖ ‖² with F: all cells squared, and summed";

export const letters = {
  letters: {
    /** Of each group of formulas that stand below one another. */
    groups: {
      matrices:
        "G: the matrix, its cell in row i and column j; F: the maps of the first (1) and the last (2) layer, h × w; s, t: a position. x, y: the same maps, each channel as one list of its P = h · w positions; ⟨ ⟩: the products, summed; ‖ ‖: the length; ε: a small number, so that nothing is divided by 0.",
      reductions: "D: the student's matrix less the teacher's, m × k, cells i, j; b: one of the n images of a batch.",
      totals: "L: the loss of all N pairs; L and λ with p: those of pair p.",
      pairings: "G: the matrix of two maps F; s: a section; 1: its first layer, e: its last.",
      pools:
        "F: the larger map, F′: made smaller; u: a position of the smaller, v: of the larger; B with u: the block that becomes u, |B| positions; w: the weights of bilinear interpolation.",
      resizedMaps: "h: the side at which the two maps are multiplied; h with 1 and 2: those of the first and the last.",
      stages:
        "1, 2: the stages; W: the student's weights; L: the loss of the pairs; C: the cross-entropy; t: the iteration of T; e: the share of its weight that L keeps at the end.",
    } satisfies Record<Exclude<keyof typeof formulas, "remedies">, string>,
    remedies: {
      none: `${g}; ${squares}.`,
      adapter: `${g}; A with 1 and 2: the adapters, which learn with the student; ⊤: transposed; ${squares}.`,
      assignment: `${g}; X, Y: the maps of the first and the last layer; π(j): the student's channel to whose group the teacher's channel j belongs; ρ: the maps that the groups give, i by i; reduce: their mean, or the number farthest from 0; x̂: a channel's numbers as one list of length 1; ⟨ ⟩: the products, summed; ${squares}.`,
      projection: `${g}; U Σ U⊤: the singular value decomposition of the teacher's mean matrix over n images b, found once; U with 1 and 2: as many of its directions as the student has channels; ⊤: transposed; ${squares}.`,
      cka: "G with b, c: the matrices of two of the n images; M: their mean; K of the teacher (T) and the student (S): how much two images' matrices have in common; ⟨ ⟩ and ‖ ‖ with F: the cells' products, summed, and the length.",
      traces: `${g}; t with k: a length of the singular values; tr: the sum of the diagonal; ⊤: transposed.`,
    } satisfies Record<keyof (typeof formulas)["remedies"], string>,
  },
};
