/** The words of matrices that are not compared as they are: what a remedy, or a shuffle, makes of a cell. */
import { integer } from "../../numbers.ts";

type End = "first" | "last";
const ends: Readonly<Record<End, string>> = { first: "rows", last: "columns" };

export const compared = {
  compared: {
    /** Behind a matrix's name, where it is not the network's own. */
    made: {
      adapter: { short: "adapted", whole: "through the adapters A1 and A2" },
      assignment: { short: "grouped", whole: "of its channels in groups" },
      projection: { short: "projected", whole: "projected on its main directions" },
      shuffled: { short: "shuffled", whole: "in shuffled order" },
      cosine: { short: "cosine", whole: "of channels of mean square 1" },
    },
    sumOf: {
      teacher: (parts: number) =>
        `The teacher's compared cell is a sum over ${integer(parts)} of its own; the strongest:`,
      student: (parts: number) =>
        `The student's compared cell is a sum over ${integer(parts)} of its own; the strongest:`,
    },
    part: (weights: readonly [string, string], cell: readonly [number, number], value: string, part: string) =>
      `${weights[0]} × ${weights[1]} × G[${cell.join(", ")}] ${value} = ${part}`,
    rest: (parts: number, sum: string) => `the other ${integer(parts)} together: ${sum}`,
    ownChannel: (end: End, channel: number) => `F${end === "first" ? 1 : 2}[${channel}]`,
    /** Of a compared channel: a sum, or what a group gives, bears its number behind what makes it. */
    channel: {
      mix: (end: End, channel: number) => `Σ F${end === "first" ? 1 : 2} [${channel}]`,
      groups: (end: End, channel: number) => `ρ(F${end === "first" ? 1 : 2})[${channel}]`,
    },
    orderOf: (end: End, shown: number, own: number) =>
      `${end === "first" ? "Row" : "Column"} ${shown} is the teacher's channel ${own} of its ${end} layer.`,
    groupOf: (end: End, shown: number, members: readonly number[], reduction: "absolute-maximum" | "mean") =>
      `${end === "first" ? "Row" : "Column"} ${shown} stands for the teacher's channel${members.length === 1 ? "" : "s"} ${members.join(", ")}${members.length === 1 ? "." : reduction === "mean" ? ": their mean." : ": at each position the number farthest from 0."}`,
    taken: (share: string) => `taken at ${share}`,
    noCells: {
      cka: "Linear CKA compares no cells. It asks whether two images whose matrices are alike for the teacher are alike for the student too, so only a comparison of images among each other has a number.",
      traces:
        "The traces compare no cells. Of each matrix they see three lengths of its singular values, whatever its size and the order of its channels.",
    },
    pair: "Pair",
    insteadOfCells: "What is compared instead of cells",
    ownMatrix: { teacher: "Teacher's G", student: "Student's G" },
    loss: (loss: string) => `loss ${loss}`,
    ckaIs: (cka: string, loss: string) => `CKA ${cka}, the sum of the product; loss 1 − CKA = ${loss}`,
    images: { teacher: "K teacher", student: "K student", product: "product" },
    imagesNote: (images: number) =>
      `Each row and column is one of ${integer(images)} images; a cell is the product of two images' matrices, less their mean, over the length of all of K.`,
    roots: "Roots of the traces",
    root: (k: number) => `k = ${k}`,
    columns: {
      root: "Root",
      teacher: "Teacher",
      student: "Student",
      part: "Difference²",
      share: "Share of the loss",
    },
    rootsNote: "Means over the images; the squared differences are of each image, then averaged.",
    /** Of a phase of slow motion. */
    factorNorms: (first: string, last: string) => `norms of the two factors: ${first} and ${last}`,
    groupsOf: (end: End, groups: string) => `${ends[end]}: ${groups}`,
  },
};
