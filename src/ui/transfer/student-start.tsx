import type { ReactNode } from "react";
import { leadOf } from "../../client/settings.ts";
import { toPlan } from "../../core/document.ts";
import type { Method } from "../../core/experiment.ts";
import { useLab, useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { TickField } from "../setup/fields.tsx";
import { SelectRow } from "../setup/select-row.tsx";

/** A student that goes on from the teacher's training learns by no other method; a plan's experiments have their methods. */
export function StudentStart({ method }: { readonly method: Method }): ReactNode {
  const lab = useLab();
  const { transfer } = useMessages();
  const origin = useLabState(({ setup }) => setup.origin);
  const isCopy = method.kind === "copy";
  const before = leadOf(toPlan(origin)).method.kind;
  return (
    <>
      {origin.kind === "experiment" && (
        <SelectRow
          label={transfer.begins}
          value={isCopy ? "teacher" : "initial"}
          options={["initial", "teacher"] as const}
          text={(start) => transfer.begin[start]}
          onChoose={(start) =>
            lab.change(
              start === "teacher"
                ? { method: "copy", classifier: false }
                : { method: before === "copy" ? "fsp" : before, classifier: true },
            )
          }
        />
      )}
      {isCopy && <TickField setting="classifier" />}
    </>
  );
}
