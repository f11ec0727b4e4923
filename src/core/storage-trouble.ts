/** Why this browser keeps nothing for the lab. */
export type StorageTroubleCode =
  /** There is no IndexedDB, or the page may not use it: a private window, or storage that was turned off. */
  | "none"
  /** A newer lab has made the database; writing to it could damage what that one keeps. */
  | "newer"
  /** Another tab holds the database of an older lab open. */
  | "blocked"
  /** The disk, or the browser's share of it. */
  | "full"
  /** What was kept of the training in progress was deleted under it: what is written from here on has no beginning. */
  | "gone"
  | "failed";
