/** Where the program's images come from: only what its kinds of data need. */
import type { Data, Experiment } from "../experiment.ts";
import { asTheyArePiece, fashionPiece, framedPiece, readersPiece, storedPiece, subsetPiece } from "./pieces/images.ts";

export function imagesText({ data, teacher }: Experiment, hasTeacher: boolean): string {
  const recipe = hasTeacher && teacher.kind === "recipe" ? teacher : null;
  const sets = [data, recipe?.data, recipe?.before?.data].filter((set) => set !== null && set !== undefined);
  const ways = [...new Set(sets.map(choiceOf))];
  const chosen = ways.map((way) => choices[way].text.replace("def chosen", `def ${choices[way].name}`));
  const framed = sets.some(({ kind }) => kind !== "shapes") ? framedPiece : "";
  const stored = sets.some(({ kind }) => kind === "stored") ? storedPiece : "";
  return [readersPiece, framed, stored, ...chosen].join("\n");
}

const choices = {
  fashion: { name: "first_and_last", text: fashionPiece },
  subset: { name: "subset_of", text: subsetPiece },
  whole: { name: "as_they_are", text: asTheyArePiece },
} as const;

function choiceOf(data: Data): keyof typeof choices {
  if (data.kind === "shapes") return "whole";
  return data.subset ? "subset" : "fashion";
}

/** An expression that opens these images in the folder that `folder` names. */
export function imagesExpression(data: Data, folder: string, constant: string): string {
  const chosen = `${choices[choiceOf(data)].name}(read_folder(${folder}), ${constant})`;
  switch (data.kind) {
    case "shapes":
      return chosen;
    case "fashion-mnist":
      return `{split: (framed(pixels, 32)${data.channels === 3 ? ".repeat(3, axis=3)" : ""}, labels) for split, (pixels, labels) in ${chosen}.items()}`;
    case "stored":
      return `stored(${folder}, ${constant})`;
    default:
      return data satisfies never;
  }
}
