import type { ReactNode } from "react";
import { significant } from "../numbers.ts";
import { mapSteps } from "./colour-maps.ts";
import { HeatCanvas } from "./heat-canvas.tsx";
import type { Scale } from "./scales.ts";

const ramp = Float32Array.from({ length: mapSteps }, (_, step) => step / (mapSteps - 1));
const shape = [1, mapSteps] as const;

interface ColourBarProps {
  readonly scale: Scale;
  readonly label: string;
}

/** What the colours mean, in numbers. */
export function ColourBar({ scale, label }: ColourBarProps): ReactNode {
  const { map, low, high } = scale;
  return (
    <div className="matrices-bar">
      <div className="matrices-ramp">
        <HeatCanvas values={ramp} shape={shape} scale={{ map, low: 0, high: 1 }} cell={1} />
      </div>
      <div className="matrices-ticks">
        <span>{significant(low)}</span>
        <span className="matrices-bar-label">{label}</span>
        <span>{significant(high)}</span>
      </div>
    </div>
  );
}
