/** Whether a pair of the table is a match, and one that can be compared as things are set. */
export type MatchState = "free" | "matched" | "blocked";
