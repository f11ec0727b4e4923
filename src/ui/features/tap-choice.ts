/** The layers whose feature maps can be looked at: the taps of the matched pairs, or where nothing is matched of the student's sections. */
import type { Network } from "../../core/network.ts";
import type { Match } from "../../core/pairs.ts";

export interface TapChoice {
  /** The pair's, or the section's. */
  readonly name: string;
  readonly end: "first" | "last";
  /** Null where the student is alone. */
  readonly teacher: string | null;
  readonly student: string;
}

const ends = ["first", "last"] as const;

export function tapChoices(matches: readonly Match[], student: Network): TapChoice[] {
  if (matches.length > 0) {
    return matches.flatMap((match) =>
      ends.map((end) => ({ name: match.name, end, teacher: match.teacher[end], student: match.student[end] })),
    );
  }
  return student.sections.flatMap((section) =>
    ends.map((end) => ({ name: section.name, end, teacher: null, student: section[end] })),
  );
}

/** `[positions, channels]` as one map a channel. */
export function channelMaps(maps: Float32Array, channels: number): Float32Array[] {
  const positions = maps.length / channels;
  return Array.from({ length: channels }, (_, channel) =>
    Float32Array.from({ length: positions }, (_position, position) => maps[position * channels + channel]!),
  );
}
