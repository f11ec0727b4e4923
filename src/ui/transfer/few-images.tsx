import { useId, type ReactNode } from "react";
import { dataChanges } from "../../client/data-settings.ts";
import { leadOf } from "../../client/settings.ts";
import { toPlan } from "../../core/document.ts";
import type { Data, Experiment } from "../../core/experiment.ts";
import { largestSeed } from "../../core/experiment.ts";
import { fewImages, manyImages, trainingRange, usualEach } from "../../core/other-task.ts";
import { classCountOf, subsetOf } from "../../core/set-classes.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { Row } from "../setup/fields.tsx";
import { NumberRow } from "../setup/number-row.tsx";

/** As many images of each class for the student, drawn by a seed; drawn shapes have no classes to choose of. */
export function FewImages({ lead: { data } }: { readonly lead: Experiment }): ReactNode {
  const lab = useLab();
  const { transfer } = useMessages();
  const before = useLabState(({ setup }) => leadOf(toPlan(setup.origin)).data);
  const id = useId();
  if (data.kind === "shapes") return null;
  const subset = subsetOf(data);
  const isFew = subset?.balanced === true;
  const change = (next: Data) => lab.change(dataChanges(next));
  const classes = classCountOf(data);
  const { least, most } = trainingRange(data);
  return (
    <>
      <Row id={id} label={transfer.few}>
        <input
          id={id}
          type="checkbox"
          checked={isFew}
          onChange={({ target }) => change(target.checked ? fewImages(data, usualEach) : manyImages(data, before))}
        />
      </Row>
      {isFew && (
        <NumberRow
          label={transfer.each}
          value={data.training / classes}
          least={Math.ceil(least / classes)}
          most={Math.floor(most / classes)}
          note={null}
          onChange={(each) => change(fewImages(data, each))}
        />
      )}
      {subset && (
        <NumberRow
          label={transfer.drawnBy}
          value={subset.seed}
          least={0}
          most={largestSeed}
          note={null}
          onChange={(seed) => change({ ...data, subset: { ...subset, seed } })}
        />
      )}
    </>
  );
}
