import { useMemo, useRef, useState } from "react";
import type { NetworkSide } from "../../client/network-settings.ts";
import { networkChanges } from "../../client/network-settings.ts";
import { leadOf } from "../../client/settings.ts";
import { imageSizeOf, networkFor } from "../../core/build-network.ts";
import { canonicalJson } from "../../core/canonical.ts";
import type { FaultAndFix } from "../../core/custom-faults.ts";
import { customFaults } from "../../core/custom-faults.ts";
import type { MapShape } from "../../core/custom-maps.ts";
import { mapsBehind } from "../../core/custom-maps.ts";
import type { Experiment, NetworkSpec } from "../../core/experiment.ts";
import type { ImageSize } from "../../core/families/layers.ts";
import type { History } from "../../core/history.ts";
import { historyOf, redone, undone, withLatest, withNext } from "../../core/history.ts";
import type { Network } from "../../core/network.ts";
import { classCountOf } from "../../core/set-classes.ts";
import type { Drawing } from "../../core/to-custom.ts";
import { toCustom } from "../../core/to-custom.ts";
import { useLab, useLabState } from "../lab-context.ts";
import type { Deed, Edit } from "./edits.ts";
import type { Item } from "./items.ts";
import { blockItem, itemWithin } from "./items.ts";

/** Both networks after one edit, and where it was made. */
interface Edition {
  readonly networks: Readonly<Record<NetworkSide, NetworkSpec>>;
  readonly side: NetworkSide;
  /** What was chosen before the edit, and after it. */
  readonly from: Item;
  readonly to: Item;
  readonly key: string | null;
}

export interface Editor {
  readonly lead: Experiment;
  readonly side: NetworkSide;
  readonly drawing: Drawing;
  readonly size: ImageSize;
  readonly classes: number;
  readonly maps: readonly (readonly MapShape[])[];
  readonly faults: readonly FaultAndFix[];
  /** Null while there are faults. */
  readonly network: Network | null;
  readonly chosen: Item;
  /** What was done last. */
  readonly deed: Deed | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  chooseSide(this: void, side: NetworkSide): void;
  choose(this: void, item: Item): void;
  /** Of an edit that is not possible, says so. */
  apply(this: void, edit: Edit | null): void;
  /** What is typed from now on is undone by itself. */
  settle(this: void): void;
  undo(this: void): void;
  redo(this: void): void;
}

const firstItem = blockItem({ section: 0, block: 0 });

/** Each edit goes into the set-up at once; the history lasts as long as the editor is open. */
export function useEditor(begunAt: NetworkSide): Editor {
  const lab = useLab();
  const lead = useLabState((state) => leadOf(state.plan));
  const [side, setSide] = useState(begunAt);
  const [chosen, setChosen] = useState<Item>(firstItem);
  const [deed, setDeed] = useState<Deed | null>(null);
  const [history, setHistory] = useState<History<Edition>>(() =>
    historyOf({
      networks: { teacher: lead.teacher.network, student: lead.student },
      side: begunAt,
      from: firstItem,
      to: firstItem,
      key: null,
    }),
  );
  // No state, because nothing on screen changes: what a blur draws anew, while the focus is nowhere, would take the focus.
  const settled = useRef(false);
  const { present } = history;
  const drawing = useMemo(() => toCustom(present.networks[side]), [present, side]);
  const facts = useMemo(() => factsOf(lead, side, drawing), [lead, side, drawing]);

  const goTo = (next: History<Edition>, where: NetworkSide, item: Item, did: "undone" | "redone") => {
    if (next === history) return;
    const network = next.present.networks[where];
    setHistory(next);
    settled.current = true;
    setSide(where);
    setChosen(itemWithin(toCustom(network).spec, item));
    setDeed({ did });
    lab.change(networkChanges(where, network));
  };

  return {
    lead,
    side,
    drawing,
    ...facts,
    chosen: itemWithin(drawing.spec, chosen),
    deed,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    chooseSide: (next) => {
      setSide(next);
      setChosen(firstItem);
      setDeed(null);
    },
    choose: setChosen,
    apply: (edit) => {
      if (edit === null) {
        setDeed({ did: "nothing" });
        return;
      }
      setChosen(edit.item);
      if (canonicalJson(edit.spec) === canonicalJson(drawing.spec)) return;
      const { spec, item: to, key } = edit;
      const goesOn = key !== null && key === present.key && side === present.side && !settled.current;
      settled.current = false;
      const from = goesOn ? present.from : itemWithin(drawing.spec, chosen);
      const next = { networks: { ...present.networks, [side]: spec }, side, from, to, key };
      setHistory(goesOn ? withLatest(history, next) : withNext(history, next));
      setDeed(edit.deed);
      lab.change(networkChanges(side, spec));
    },
    settle: () => {
      settled.current = true;
    },
    undo: () => goTo(undone(history), present.side, present.from, "undone"),
    redo: () => {
      const next = redone(history);
      goTo(next, next.present.side, next.present.to, "redone");
    },
  };
}

function factsOf(lead: Experiment, side: NetworkSide, { spec }: Drawing) {
  const data = (side === "teacher" && lead.teacher.kind === "recipe" && lead.teacher.data) || lead.data;
  const [size, classes] = [imageSizeOf(data), classCountOf(data)];
  const faults = customFaults(spec, size);
  const network = faults.length === 0 ? networkFor(spec, size, classes) : null;
  return { size, classes, faults, network, maps: mapsBehind(spec, size) };
}
