import type { ReactNode } from "react";
import type { Comparison } from "../../core/statistics/paired.ts";
import { points } from "../../core/statistics/texts.ts";
import { useMessages } from "../messages/messages.ts";

const [width, height] = [200, 28];

interface PairDotsProps {
  readonly comparison: Comparison;
  /** Fractions: how far to either side of 0 the picture goes, and within what a difference does not count. */
  readonly reach: number;
  readonly margin: number;
  readonly colour: string;
}

/** A dot for each pair over the interval of their mean; 0 in the middle, the margin shaded. */
export function PairDots({ comparison, reach, margin, colour }: PairDotsProps): ReactNode {
  const { app, runs: words } = useMessages();
  const { pairs, difference } = comparison;
  const at = (value: number) => (width / 2) * (1 + value / reach);
  const middle = height / 2;
  const said = app.list(pairs.map((pair) => words.pair(pair.seed, points(pair.difference))));
  return (
    <svg className="runs-dots" width={width} height={height} role="img" aria-label={said}>
      <rect x={at(-margin)} y={0} width={at(margin) - at(-margin)} height={height} className="runs-dots-margin" />
      <path d={`M${at(0)} 0V${height}`} className="runs-dots-zero" />
      {difference?.interval && (
        <path
          d={`M${at(difference.interval.low)} ${middle}H${at(difference.interval.high)}`}
          stroke={colour}
          strokeWidth="2"
        />
      )}
      {difference && <path d={`M${at(difference.mean)} ${middle - 8}v16`} stroke={colour} strokeWidth="2" />}
      {pairs.map((pair) => (
        <circle key={pair.seed} cx={at(pair.difference)} cy={middle} r="4" fill={colour} className="runs-dot">
          <title>{words.pair(pair.seed, points(pair.difference))}</title>
        </circle>
      ))}
    </svg>
  );
}
