import type { ReactNode } from "react";
import { useMemo, useState } from "react";
import type { HandPair } from "../../core/experiment.ts";
import type { Side } from "../../core/misfit.ts";
import { useMessages } from "../messages/messages.ts";
import { useElementWidth } from "../networks/element-width.ts";
import { kernelOf } from "../networks/network-row.tsx";
import { NetworksDiagram, useDrawing } from "../networks/networks-diagram.tsx";
import type { Picks } from "./hand-picks.ts";
import { noPicks, pairPicked, withPick } from "./hand-picks.ts";
import { LayerPicker } from "./layer-picker.tsx";
import type { LayerTarget } from "./layer-targets.ts";
import { layerTargets } from "./layer-targets.ts";
import type { MatchingView } from "./use-matching.ts";

/** Narrower, and layers could not be told apart: then the drawing scrolls. */
const layerWidth = 14;
const sides = ["teacher", "student"] as const;

interface HandDiagramProps {
  readonly view: MatchingView;
  readonly selectedPair: string | null;
  onSelectPair(this: void, name: string): void;
  onPair(this: void, pair: HandPair): void;
  onCancelled(this: void): void;
}

/** The two networks, and a match made by picking two layers of each. */
export function HandDiagram({ view, selectedPair, onSelectPair, onPair, onCancelled }: HandDiagramProps): ReactNode {
  const { matching, networks: words } = useMessages();
  const { networks, method, fixed } = view;
  const [room, ref] = useElementWidth();
  const layers = Math.max(networks.teacher.nodes.length, networks.student.nodes.length);
  const width = Math.max(room, layers * layerWidth);
  const drawing = useDrawing(networks.teacher, networks.student, method, width);
  const targets = useMemo(
    () => ({
      teacher: layerTargets(drawing.diagram.teacher, "teacher", drawing.edges.teacher),
      student: layerTargets(drawing.diagram.student, "student", drawing.edges.student),
    }),
    [drawing],
  );
  const [kept, setPicks] = useState<Picks>(noPicks);
  const [pointed, setPointed] = useState<LayerTarget | null>(null);
  // Of networks that were exchanged meanwhile only what is still there is picked.
  const there = (side: Side) => kept[side].filter((name) => targets[side].some(({ node }) => node.name === name));
  const picks: Picks = { teacher: there("teacher"), student: there("student") };
  const isPicking = picks.teacher.length + picks.student.length > 0;
  const pick = (side: Side, layer: string) => {
    const next = withPick(picks, side, layer);
    const pair = pairPicked(next, networks);
    setPicks(pair ? noPicks : next);
    if (pair) onPair(pair);
  };
  const cancel = () => {
    setPicks(noPicks);
    onCancelled();
  };
  return (
    <div className={`hand-diagram networks${drawing.compact ? " networks-compact" : ""}`}>
      <p className="matching-hint">{matching.diagram.hint}</p>
      <div className="hand-scroll" ref={ref}>
        {room > 0 && (
          <div className="networks-diagram" style={{ width, height: drawing.height }}>
            <NetworksDiagram
              drawing={drawing}
              teacher={networks.teacher}
              student={networks.student}
              selectedPair={selectedPair}
              onSelectPair={onSelectPair}
            >
              {sides.map((side) => (
                <LayerPicker
                  key={side}
                  side={side}
                  targets={targets[side]}
                  picked={picks[side]}
                  disabled={fixed}
                  onPick={(layer) => pick(side, layer)}
                  onCancel={isPicking ? cancel : null}
                  onPoint={setPointed}
                />
              ))}
            </NetworksDiagram>
          </div>
        )}
      </div>
      <p className="hand-pointed" aria-hidden="true">
        {pointed
          ? words.layer(pointed.node.name, pointed.node.op, pointed.node.shape, kernelOf(pointed.node))
          : "\u00a0"}
      </p>
      <div className="hand-picks" aria-live="polite">
        {sides.map((side) => (
          <span key={side} className={`hand-${side}`}>
            {matching.diagram.picked(side, picks[side])}
          </span>
        ))}
        <button type="button" disabled={!isPicking} onClick={cancel}>
          {matching.diagram.cancel}
        </button>
      </div>
    </div>
  );
}
