import type { ReactNode } from "react";
import { useMemo } from "react";
import type { RunView } from "../../client/run-view.ts";
import type { Look, Subject } from "../../core/look.ts";
import { useMessages } from "../messages/messages.ts";
import { ImageCanvas } from "../predictions/image-canvas.tsx";
import { useHeldAnswer } from "../predictions/use-held-answer.ts";
import { useLook } from "../predictions/use-look.ts";
import { ToolChoice } from "./tool-choice.tsx";
import type { Choose, ViewChoice } from "./view-choice.ts";
import { neighbouring } from "./view-choice.ts";

interface SubjectBarProps {
  readonly run: RunView;
  readonly choice: ViewChoice;
  /** Held-out images whose matrices are reported as training goes. */
  readonly probed: number;
  /** All held-out images. */
  readonly heldOut: number;
  readonly onChoose: Choose;
}

/** Of which images everything below is: one that is chosen, or the mean of several. */
export function SubjectBar({ run, choice, probed, heldOut, onChoose }: SubjectBarProps): ReactNode {
  const { insight: words } = useMessages();
  const kinds: readonly Subject["kind"][] =
    probed < heldOut ? ["image", "probe", "batch", "validation"] : ["image", "probe", "batch"];
  const names: Readonly<Record<Subject["kind"], string>> = {
    image: words.oneImage,
    probe: words.meanOf(probed),
    batch: words.batch,
    validation: words.meanOf(heldOut),
  };
  return (
    <>
      <ToolChoice<Subject["kind"]>
        label={words.ofWhat}
        options={kinds}
        names={names}
        value={choice.images}
        onChange={(images) => onChoose({ images })}
      />
      {choice.images === "image" && (
        <ImageChoice
          run={run}
          image={Math.min(choice.image, heldOut - 1)}
          heldOut={heldOut}
          onChange={(image) => onChoose({ image })}
        />
      )}
    </>
  );
}

interface ImageChoiceProps {
  readonly run: RunView;
  readonly image: number;
  readonly heldOut: number;
  onChange(this: void, image: number): void;
}

/** Previous, next, or any by its number, with the image itself and its class. */
export function ImageChoice({ run, image, heldOut, onChange }: ImageChoiceProps): ReactNode {
  const { insight: words } = useMessages();
  // Only the image is wanted, so at the one moment that is never let go.
  const first = run.snapshots[0];
  const look = useMemo(
    (): Look | null =>
      first ? { type: "predictions", side: { of: "student", at: first }, from: image, count: 1 } : null,
    [first, image],
  );
  const { answer } = useHeldAnswer(useLook(run.run, look, false), "predictions", run.run);
  const change = (text: string) => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= 1 && number <= heldOut) onChange(number - 1);
  };
  return (
    <div className="matrices-image">
      <button
        type="button"
        aria-label={words.previousImage}
        title={words.previousImage}
        onClick={() => onChange(neighbouring(image, -1, heldOut))}
      >
        {"‹"}
      </button>
      <input
        type="number"
        min={1}
        max={heldOut}
        aria-label={words.heldOutImage}
        value={image + 1}
        onChange={(event) => change(event.target.value)}
      />
      <span>{words.ofImages(heldOut)}</span>
      <button
        type="button"
        aria-label={words.nextImage}
        title={words.nextImage}
        onClick={() => onChange(neighbouring(image, 1, heldOut))}
      >
        {"›"}
      </button>
      {answer && (
        <>
          <ImageCanvas pixels={answer.pixels} size={answer.size} index={0} />
          <span>{answer.classes[answer.labels[0]!]}</span>
        </>
      )}
    </div>
  );
}
