import type { ReactNode } from "react";
import { useMemo } from "react";
import type { CellPart, OwnChannels, OwnEnd } from "../../core/compared-channels.ts";
import { cellParts, membersOf, strongest } from "../../core/compared-channels.ts";
import { channelMaps } from "../features/tap-choice.ts";
import { HeatCanvas } from "../matrices/heat-canvas.tsx";
import type { Cell } from "../matrices/pair-data.ts";
import { scaleOf } from "../matrices/scales.ts";
import { useMessages } from "../messages/messages.ts";
import { percent, significant } from "../numbers.ts";
import "./compared.css";

type End = "first" | "last";
const ends = ["first", "last"] as const;

interface MadeOfProps {
  readonly of: "teacher" | "student";
  readonly own: OwnChannels;
  readonly size: readonly [height: number, width: number];
  readonly cell: Cell;
}

/** Of which own cells and channels a network's compared cell is made. */
export function MadeOf({ of, own, size, cell }: MadeOfProps): ReactNode {
  const parts = useMemo(() => cellParts(own, cell), [own, cell]);
  return (
    <div className={`compared-made matrices-${of}`}>
      {ends.map((end, place) => (
        <Sentence key={end} end={end} channel={cell[place]!} origin={own[end].origin} />
      ))}
      {parts ? <Parts of={of} parts={parts} own={own} size={size} /> : <Members own={own} size={size} cell={cell} />}
    </div>
  );
}

interface SentenceProps {
  readonly end: End;
  readonly channel: number;
  readonly origin: OwnEnd["origin"];
}

function Sentence({ end, channel, origin }: SentenceProps): ReactNode {
  const { compared: words } = useMessages();
  if (origin?.kind === "order") return <p>{words.orderOf(end, channel, origin.order[channel]!)}</p>;
  if (origin?.kind === "groups")
    return <p>{words.groupOf(end, channel, membersOf(origin, channel), origin.reduction)}</p>;
  return null;
}

/** So many of the strongest are shown with their maps. */
const mostShown = 3;

interface PartsProps {
  readonly of: "teacher" | "student";
  readonly parts: readonly CellPart[];
  readonly own: OwnChannels;
  readonly size: MadeOfProps["size"];
}

function Parts({ of, parts, own, size }: PartsProps): ReactNode {
  const { compared: words } = useMessages();
  const sorted = useMemo(() => strongest(parts), [parts]);
  const rest = sorted.slice(mostShown);
  return (
    <>
      <p>{words.sumOf[of](parts.length)}</p>
      <ol className="compared-parts">
        {sorted.slice(0, mostShown).map(({ cell: [a, b], weights, value, part }) => (
          <li key={`${a} ${b}`}>
            <OwnMap own={own} size={size} end="first" channel={a} />
            <span aria-hidden="true">×</span>
            <OwnMap own={own} size={size} end="last" channel={b} />
            <span className="compared-part">
              {words.part(
                [significant(weights[0]), significant(weights[1])],
                [a, b],
                significant(value),
                significant(part),
              )}
            </span>
          </li>
        ))}
      </ol>
      {rest.length > 0 && <p>{words.rest(rest.length, significant(rest.reduce((sum, { part }) => sum + part, 0)))}</p>}
    </>
  );
}

/** So many of a group are shown. */
const mostMembers = 4;

/** The own channels that stand behind a row and a column. */
function Members({ own, size, cell }: Omit<MadeOfProps, "of">): ReactNode {
  const { compared: words } = useMessages();
  const groups = ends.map((end, place) => ({ end, members: membersOf(own[end].origin, cell[place]!) }));
  // A single channel is the compared one itself, which is drawn above.
  if (groups.every(({ members }) => members.length === 1)) return null;
  return (
    <div className="compared-members">
      {groups.map(({ end, members }) => (
        <span key={end} className="compared-group">
          {members.slice(0, mostMembers).map((channel) => {
            const taken = own[end].taken?.[channel];
            return (
              <span key={channel} className="compared-member">
                <OwnMap own={own} size={size} end={end} channel={channel} />
                {taken !== undefined && <span>{words.taken(percent(taken))}</span>}
              </span>
            );
          })}
        </span>
      ))}
    </div>
  );
}

interface OwnMapProps {
  readonly own: OwnChannels;
  readonly size: MadeOfProps["size"];
  readonly end: End;
  readonly channel: number;
}

/** A map's side, CSS pixels. */
const side = 40;

function OwnMap({ own, size, end, channel }: OwnMapProps): ReactNode {
  const { compared: words } = useMessages();
  const { maps } = own[end];
  const channels = own.shape[end === "first" ? 0 : 1];
  const values = useMemo(() => channelMaps(maps, channels)[channel]!, [maps, channels, channel]);
  return (
    <span className="matrices-picture">
      <HeatCanvas values={values} shape={size} scale={scaleOf(values)} cell={side / Math.max(...size)} />
      <span>{words.ownChannel(end, channel)}</span>
    </span>
  );
}
