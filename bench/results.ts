/** What a run of the bench found: the contents of its JSON file. */
import type { GpuCounts, MemoryUse } from "./protocol.ts";
import type { EngineName } from "./remote.ts";

export interface Row {
  readonly case: string;
  readonly backend: string;
  /** The GPU's name; null where the CPU computes. */
  readonly adapter: string | null;
  /** Whether the adapter is a program on the CPU: its times are no GPU's. */
  readonly software: boolean;
  /** Of the CPU; null on a GPU. */
  readonly threads: number | null;
  readonly engine: EngineName;
  readonly batch: number;
  /** Of one step; null where nothing was measured, and `note` says why. */
  readonly msMedian: number | null;
  readonly msMin: number | null;
  readonly msMax: number | null;
  /** How many samples the three come from. */
  readonly runs: number;
  /** Of one step, where WebGPU was asked for it. */
  readonly counts: GpuCounts | null;
  /** Of the first and the last step, where there is a loss. */
  readonly losses: readonly [first: number, last: number] | null;
  readonly note: string | null;
}

export interface MemoryCheck {
  readonly backend: string;
  readonly adapter: string | null;
  readonly work: string;
  readonly samples: readonly ({ readonly step: number } & MemoryUse)[];
}

export interface Results {
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryGb: number;
    readonly system: string;
    readonly date: string;
    readonly versions: Readonly<Record<string, string>>;
  };
  /** "full" or "quick". */
  readonly extent: string;
  readonly seconds: number;
  readonly rows: readonly Row[];
  /** `<case>/<our backend>/<peer>-<its backend>`: the peer's median over ours. */
  readonly ratios: Readonly<Record<string, number>>;
  readonly memory: readonly MemoryCheck[];
  /** What could not be had here, in sentences. */
  readonly notes: readonly string[];
}

/**
 * Where a case is timed: in Node, in a Chromium worker, or on Dawn's backend "null", which executes nothing, so that the
 * CPU's part is left. "growth" is Node again, one case at a time.
 */
export type Setting = "node" | "chromium" | "null" | "growth";

/** A case's name in the file. */
export function caseAt(setting: Setting, name: string): string {
  return setting === "node" ? name : `${name}@${setting}`;
}

export const ours: EngineName = "fsp-lab";

/** The peers' medians over ours, for every case that both were measured in. */
export function ratiosOf(rows: readonly Row[]): Record<string, number> {
  const ratios: Record<string, number> = {};
  const measured = rows.filter((row) => row.msMedian !== null);
  for (const mine of measured.filter((row) => row.engine === ours)) {
    for (const peer of measured.filter((row) => row.engine !== ours && row.case === mine.case)) {
      ratios[`${mine.case}/${mine.backend}/${peer.engine}-${peer.backend}`] = peer.msMedian! / mine.msMedian!;
    }
  }
  return ratios;
}

export function rowOf(rows: readonly Row[], name: string, engine: EngineName, backend: string): Row | undefined {
  return rows.find((row) => row.case === name && row.engine === engine && row.backend === backend);
}
