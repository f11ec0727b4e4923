import { useEffect, useState } from "react";
import { viewKey } from "../../client/phases.ts";
import type { GroupSummary } from "../../client/runs/groups.ts";
import { curveIn, type ComparedCurve } from "../../client/runs/run-curves.ts";
import type { RunRecord } from "../../client/runs/run-records.ts";
import type { Curve } from "../../core/statistics/curve.ts";
import { useLab } from "../lab-context.ts";

/** The whole curves of each group's counted runs; null while they are read. */
export function useGroupCurves(
  groups: readonly GroupSummary[],
  name: ComparedCurve,
): readonly (readonly Curve[])[] | null {
  const lab = useLab();
  const [read, setRead] = useState<{ readonly of: unknown; readonly curves: (readonly Curve[])[] } | null>(null);
  const records = JSON.stringify(groups.map(({ group }) => group.counted.map(({ key }) => key)));
  const asked = `${name} ${records}`;
  useEffect(() => {
    let wanted = true;
    const curveOf = async (record: RunRecord): Promise<Curve | null> => {
      // What is on screen may not be kept anywhere.
      const { queue, views } = lab.store.getState();
      const view = queue?.training === record.training.id ? views[viewKey(record.run)] : undefined;
      return view ? curveIn(view, name) : lab.saved.curves.curveOf(record, name);
    };
    const reading = groups.map(async ({ group }) => {
      const curves = await Promise.all(group.counted.map(curveOf));
      return curves.flatMap((curve) => (curve && curve.steps.length > 0 ? [curve] : []));
    });
    void Promise.all(reading).then((curves) => wanted && setRead({ of: asked, curves }));
    return () => {
      wanted = false;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- the keys say which groups these are
  }, [lab, asked]);
  return read?.of === asked ? read.curves : null;
}
