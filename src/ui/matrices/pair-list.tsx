import type { ReactNode } from "react";
import { useMessages } from "../messages/messages.ts";
import { significant } from "../numbers.ts";
import { HeatCanvas } from "./heat-canvas.tsx";
import type { PairData } from "./pair-data.ts";
import { matrixKinds } from "./pair-data.ts";

interface PairListProps {
  readonly pairs: readonly PairData[];
  readonly selected: string;
  /** A thumbnail's longer side, in CSS pixels. */
  readonly thumbnail: number;
  onSelect(this: void, name: string): void;
}

/** Every pair small, the selected one marked. */
export function PairList({ pairs, selected, thumbnail, onSelect }: PairListProps): ReactNode {
  const { matrices: words } = useMessages();
  return (
    <ul className="matrices-pairs">
      {pairs.map((pair) => (
        <li key={pair.name}>
          <button type="button" aria-pressed={pair.name === selected} onClick={() => onSelect(pair.name)}>
            <span className="matrices-pair-name">
              <strong>{pair.name}</strong> <span>{words.shape(pair.shape)}</span>
            </span>
            <span className="matrices-thumbnails">
              {matrixKinds.map((kind) => {
                const values = pair.values[kind];
                if (!values) return null;
                return (
                  <span key={kind} className={`matrices-thumbnail matrices-${kind}`}>
                    <HeatCanvas
                      values={values}
                      shape={pair.shape}
                      scale={pair.scales[kind]}
                      cell={thumbnail / Math.max(...pair.shape)}
                    />
                  </span>
                );
              })}
            </span>
            {pair.distance !== null && (
              <span className="matrices-pair-distance">{words.distance(significant(pair.distance))}</span>
            )}
          </button>
        </li>
      ))}
    </ul>
  );
}
