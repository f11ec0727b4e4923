/** What of a set an experiment learns from, and the button that makes it so. */
import { useId, type ReactNode } from "react";
import { isUnderWay } from "../../client/live-run.ts";
import type { FoundImages } from "../../core/found-images.ts";
import type { StoredData } from "../../core/experiment.ts";
import { largestSeed, leastStoredImages } from "../../core/experiment.ts";
import type { Split } from "../../core/images.ts";
import { splits } from "../../core/images.ts";
import { classCountOf } from "../../core/set-classes.ts";
import { mostImages } from "../../core/stored-choice.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { Row } from "../setup/fields.tsx";
import { NumberRow, isWhole } from "../setup/number-row.tsx";
import { useImports } from "./imports-context.ts";

interface ImageChoicesProps {
  readonly found: FoundImages;
  readonly choice: StoredData;
  readonly onChange: (choice: StoredData) => void;
}

/** Networks halve them twice. */
const sides = Array.from({ length: 15 }, (_, index) => 8 + 4 * index);

export function ImageChoices({ found, choice, onChange }: ImageChoicesProps): ReactNode {
  const lab = useLab();
  const imports = useImports();
  const { images, setup } = useMessages();
  const fixed = useLabState((state) => isUnderWay(state.run));
  const { subset } = choice;
  const chosen = classCountOf(choice);
  const each = subset.balanced ? chosen : 1;
  const most = mostImages(found.classes, choice);
  const isRight =
    chosen >= 2 &&
    splits.every((split) => isWhole(choice[split], leastStoredImages, most[split])) &&
    isWhole(subset.seed, 0, largestSeed);
  const countLabel = (split: Split) =>
    split === "training" && subset.balanced ? images.trainingOfEach : setup.settings[split];
  const [sideId, coloursId, balancedId] = [useId(), useId(), useId()];
  const use = () => {
    const { training, validation, test } = choice;
    lab.change({ dataKind: "stored", stored: choice, training, validation, test });
    imports.close();
  };
  return (
    <section className="images-part images-choices">
      <h3>{images.choices}</h3>
      <Row id={balancedId} label={images.balanced}>
        <input
          id={balancedId}
          type="checkbox"
          checked={subset.balanced}
          onChange={({ target: { checked } }) => {
            const training = checked ? Math.floor(choice.training / chosen) * chosen : choice.training;
            onChange({ ...choice, training, subset: { ...subset, balanced: checked } });
          }}
        />
      </Row>
      {splits.map((split) => {
        const unit = split === "training" ? each : 1;
        return (
          <NumberRow
            key={split}
            label={countLabel(split)}
            value={choice[split] / unit}
            least={Math.ceil(leastStoredImages / unit)}
            most={Math.floor(most[split] / unit)}
            note={split !== "training" && found.outline.counts[split] === 0 ? images.drawn : null}
            onChange={(count) => onChange({ ...choice, [split]: count * unit })}
          />
        );
      })}
      <Row id={sideId} label={images.side}>
        <select
          id={sideId}
          value={choice.side}
          onChange={({ target }) => onChange({ ...choice, side: Number(target.value) })}
        >
          {sides.map((side) => (
            <option key={side} value={side}>
              {images.sideOf(side)}
            </option>
          ))}
        </select>
      </Row>
      <Row id={coloursId} label={images.colours}>
        <select
          id={coloursId}
          value={choice.channels}
          onChange={({ target }) => onChange({ ...choice, channels: target.value === "3" ? 3 : 1 })}
        >
          <option value={3}>{images.inColour}</option>
          <option value={1}>{images.inGrey}</option>
        </select>
      </Row>
      <NumberRow
        label={images.seed}
        value={subset.seed}
        least={0}
        most={largestSeed}
        note={images.seedNote}
        onChange={(seed) => onChange({ ...choice, subset: { ...subset, seed } })}
      />
      {chosen < 2 && <p className="setup-problem">{images.twoClasses}</p>}
      {fixed && <p className="images-hint">{setup.fixed}</p>}
      <div className="images-buttons">
        <button type="button" className="primary" disabled={fixed || !isRight} onClick={use}>
          {images.use}
        </button>
        <button type="button" onClick={() => imports.cancel()}>
          {images.back}
        </button>
      </div>
    </section>
  );
}
