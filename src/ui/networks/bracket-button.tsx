import type { ReactNode } from "react";
import { useMessages } from "../messages/messages.ts";
import type { Bracket, Side } from "./brackets.ts";
import { shapesOf } from "./brackets.ts";

const leg = 8;
const chipHeight = 26;
/** Above the first lane and below the last. */
const clear = 19;
const lanePitch = 38;
/** So much deeper lies the bar of each further lane. */
const barPitch = 4;
/** A broken bracket stops this far from the middle. */
const gap = 5;
const edge = 6;
/** Pixels from a bracket's start to its middle below which the chip, with one shape or two, would lie over the pooling's name; the text has it. */
const roomForPooling = { narrow: { one: 75, two: 95 }, wide: { one: 140, two: 170 } };

/** Of a bracket, in pixels, below which two shapes take each other's place. */
const roomForSpaces = 120;

const spacesAroundSigns = /\s(?=[×↔≠])|(?<=[×↔≠])\s/gu;

export function zoneHeightOf(lanes: number): number {
  return 2 * clear + chipHeight + (lanes - 1) * lanePitch;
}

interface BracketButtonProps {
  readonly bracket: Bracket;
  readonly zone: { readonly top: number; readonly height: number };
  readonly narrow: boolean;
  readonly selected: boolean;
  onSelect(this: void, name: string): void;
}

/** One pair: the teacher's bracket from above and the student's from below, meeting in the matrix's shape, or not. */
export function BracketButton({ bracket, zone, narrow, selected, onSelect }: BracketButtonProps): ReactNode {
  const { networks: words } = useMessages();
  const { name, teacher, student, middle, lane } = bracket;
  const ends = [teacher, student].flatMap((side) => (side ? [side.from, side.to] : []));
  const left = Math.min(middle, ...ends) - edge;
  const width = Math.max(middle, ...ends) + edge - left;
  const chipTop = clear + lane * lanePitch;
  const shapes = teacher?.shape.join() === student?.shape.join() ? "one" : "two";
  const room = roomForPooling[narrow ? "narrow" : "wide"][shapes];
  const said = bracket.fits
    ? words.pairShape(bracket.teacher.shape, bracket.student.shape)
    : words.misfitShapes(shapesOf(bracket));
  const half = { middle, left, narrow, broken: !bracket.fits, room, lane, chipTop, zoneHeight: zone.height };
  const drawing = (
    <>
      <svg width={width} height={zone.height} aria-hidden="true">
        {teacher && <Half side={teacher} whose="teacher" {...half} />}
        {student && <Half side={student} whose="student" {...half} />}
      </svg>
      <span className="networks-chip" style={{ left: middle - left, top: chipTop + chipHeight / 2 }}>
        <span className="networks-chip-name">{name}</span>
        <span className="networks-chip-shape">
          {width < roomForSpaces ? said.replaceAll(spacesAroundSigns, "") : said}
        </span>
      </span>
    </>
  );
  const style = { left, top: zone.top, width, height: zone.height };
  const className = "networks-bracket";
  if (!bracket.fits) {
    return (
      <div className={`${className} networks-broken`} style={style} aria-hidden="true">
        {drawing}
      </div>
    );
  }
  return (
    <button
      type="button"
      className={className}
      style={style}
      aria-pressed={selected}
      aria-label={words.selectPair(name, bracket.teacher.shape, bracket.student.shape)}
      onClick={() => onSelect(name)}
    >
      {drawing}
    </button>
  );
}

interface HalfProps {
  readonly side: Side;
  readonly whose: "teacher" | "student";
  /** Where the two halves meet, and the left edge of the drawing. */
  readonly middle: number;
  readonly left: number;
  readonly broken: boolean;
  readonly narrow: boolean;
  /** What the pooling's name and half the chip take. */
  readonly room: number;
  readonly lane: number;
  readonly chipTop: number;
  readonly zoneHeight: number;
}

function Half({ side, whose, middle, left, broken, narrow, room, lane, chipTop, zoneHeight }: HalfProps): ReactNode {
  const { networks: words } = useMessages();
  const above = whose === "teacher";
  const depth = leg + lane * barPitch;
  const [outer, bar, inner] = above ? [1, depth, chipTop] : [zoneHeight - 1, zoneHeight - depth, chipTop + chipHeight];
  const stop = above ? inner - gap : inner + gap;
  const [from, to, x] = [side.from - left, side.to - left, middle - left];
  const { pooling } = side;
  return (
    <g className={`networks-${whose}`}>
      <path
        className="networks-arm"
        d={`M${from} ${outer}V${bar}H${to}V${outer}M${from} ${bar}H${x}M${x} ${bar}V${broken ? stop : inner}`}
      />
      {broken && <path className="networks-arm" d={`M${x - 5} ${stop + 2}L${x + 5} ${stop - 2}`} />}
      <circle className="networks-tap" cx={from} cy={outer} r="1.6" />
      <circle className="networks-tap" cx={to} cy={outer} r="1.6" />
      {pooling && x - from >= room && (
        <text className="networks-tag" x={from + 5} y={above ? bar + 13 : bar - 5}>
          {narrow ? words.poolingShort(pooling) : words.pooling(pooling)}
        </text>
      )}
    </g>
  );
}
