import type { KeyboardEvent, ReactNode } from "react";
import { useRef, useState } from "react";
import type { Side } from "../../core/misfit.ts";
import { useMessages } from "../messages/messages.ts";
import { kernelOf } from "../networks/network-row.tsx";
import type { LayerTarget } from "./layer-targets.ts";
import { targetAfter } from "./layer-targets.ts";

interface LayerPickerProps {
  readonly side: Side;
  readonly targets: readonly LayerTarget[];
  readonly picked: readonly string[];
  readonly disabled: boolean;
  onPick(this: void, layer: string): void;
  /** Takes back what was picked; null where nothing is. */
  readonly onCancel: (() => void) | null;
  /** The layer that is pointed at or has the focus; null where it is left. */
  onPoint(this: void, target: LayerTarget | null): void;
}

/** The layers of one network as buttons over their boxes. One of them is reached by Tab, the others from it by arrows. */
export function LayerPicker({
  side,
  targets,
  picked,
  disabled,
  onPick,
  onCancel,
  onPoint,
}: LayerPickerProps): ReactNode {
  const { matching, networks } = useMessages();
  const group = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const current = Math.min(at, targets.length - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = targetAfter(event.key, current, targets.length);
    const cancels = event.key === "Escape" && onCancel !== null;
    if (next === null && !cancels) return;
    // Without picks Escape closes the whole screen.
    event.preventDefault();
    if (next === null) onCancel?.();
    else group.current?.querySelectorAll("button")[next]?.focus();
  };
  return (
    <div
      ref={group}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset cannot lie over a drawing
      role="group"
      aria-label={matching.diagram.layers(side)}
      className={`layer-picker networks-${side}`}
    >
      {targets.map((target, index) => {
        const { node, left, top, width, height } = target;
        return (
          <button
            key={node.name}
            type="button"
            className="layer-target"
            style={{ left, top, width, height }}
            tabIndex={index === current ? 0 : -1}
            aria-pressed={picked.includes(node.name)}
            aria-label={networks.layer(node.name, node.op, node.shape, kernelOf(node))}
            aria-disabled={disabled}
            onKeyDown={onKeyDown}
            onPointerEnter={() => onPoint(target)}
            onPointerLeave={() => onPoint(null)}
            onFocus={() => {
              setAt(index);
              onPoint(target);
            }}
            onBlur={() => onPoint(null)}
            onClick={() => !disabled && onPick(node.name)}
          />
        );
      })}
    </div>
  );
}
