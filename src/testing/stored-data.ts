import type { StoredData } from "../core/experiment.ts";

/** Somebody's own images, as an experiment names them; no such set exists. */
export const storedData: StoredData = {
  kind: "stored",
  name: "my flowers.zip",
  sha256: "0123456789abcdef".repeat(4),
  training: 64,
  validation: 16,
  test: 16,
  classes: 12,
  side: 32,
  channels: 3,
  subset: { classes: null, balanced: false, seed: 1 },
};
