import type { ReactNode } from "react";
import type { ChannelOrigin, Origins } from "../../core/compared-channels.ts";
import { membersOf } from "../../core/compared-channels.ts";
import { useMessages } from "../messages/messages.ts";
import { significant } from "../numbers.ts";

/** Of which own channels each compared one is made: the groups, the order, or how long the factors are. */
export function OriginsNote({ origins }: { readonly origins: Origins }): ReactNode {
  const { compared: words } = useMessages();
  const { first, last } = origins;
  if (first?.kind === "mix" && last?.kind === "mix")
    return <p>{words.factorNorms(significant(lengthOf(first.weights)), significant(lengthOf(last.weights)))}</p>;
  return (["first", "last"] as const).map((end) => {
    const origin = origins[end];
    return origin && <p key={end}>{words.groupsOf(end, channelsIn(origin))}</p>;
  });
}

/** The own channels of each compared one in its order, those of one in brackets where they are several. */
function channelsIn(origin: ChannelOrigin): string {
  const count = origin.kind === "groups" ? origin.channels : origin.kind === "order" ? origin.order.length : 0;
  return Array.from({ length: count }, (_, i) => {
    const members = membersOf(origin, i);
    return members.length === 1 ? String(members[0]) : `[${members.join(" ")}]`;
  }).join(" ");
}

function lengthOf(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
