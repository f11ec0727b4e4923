/** What somebody chose to see of the matrices, and of which images. */
import type { RunView } from "../../client/run-view.ts";
import type { At, Subject } from "../../core/look.ts";
import type { Moment } from "../../core/moment.ts";
import type { Domain } from "./scales.ts";
import type { OrderName } from "./shown-order.ts";

export interface ViewChoice {
  readonly images: Subject["kind"];
  /** The held-out image where it is one, counted from 0. */
  readonly image: number;
  readonly order: OrderName;
  readonly domain: Domain;
}

export type Choose = (changes: Partial<ViewChoice>) => void;

/** What every run reports, recorded ones too. */
export const firstChoice: ViewChoice = { images: "probe", image: 0, order: "index", domain: "shared" };

/** `heldOut` counts the held-out images. */
export function subjectOf({ images, image }: ViewChoice, view: RunView, at: At, heldOut: number): Subject {
  switch (images) {
    case "image":
      return { kind: "image", index: Math.min(image, heldOut - 1) };
    case "batch":
      return { kind: "batch", ...batchAt(view, at) };
    case "probe":
    case "validation":
      return { kind: images };
    default:
      return images satisfies never;
  }
}

/** The batch that comes next at a moment; behind a stage's last iteration its last. */
function batchAt({ stages, snapshots }: RunView, at: At): { readonly stage: 1 | 2; readonly iteration: number } {
  const { stage, step }: Moment = at === "now" ? (snapshots.at(-1) ?? { stage: 1, step: 0 }) : at;
  const iterations = stages.find((each) => each.stage === stage)?.iterations ?? 1;
  return { stage, iteration: Math.min(step, iterations - 1) };
}

/** The image before or behind, around the end. */
export function neighbouring(image: number, by: -1 | 1, heldOut: number): number {
  return (Math.min(image, heldOut - 1) + by + heldOut) % heldOut;
}
