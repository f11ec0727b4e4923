/** How large a table of the paper is made: its own schedules, or the same ones shortened, with less of everything. */
import type { Data, FamilySpec, Schedule } from "../experiment.ts";
import { stretched } from "../schedule.ts";

export interface TableSize {
  /** Of the plan. */
  readonly name: string;
  readonly seeds: readonly number[];
  readonly data: Data;
  /** Channels of the first section, of all networks. */
  readonly width: FamilySpec["width"];
  readonly batch: number;
  /** Of FSP's loss; the paper gives none. */
  readonly lambda: number;
  /** Of the paper's iterations. */
  readonly share: number;
  readonly evaluateEvery: number;
}

/** What all schedules of the paper have in common. */
const common = { factor: 0.1, momentum: 0.9, decay: 1e-4 };

const paperSchedules = {
  /** The teacher's, and that of stage 2 in the tables of minimised networks. */
  whole: { ...common, iterations: 64_000, rate: 0.1, drops: [32_000, 48_000] },
  /** Stage 2 in the tables of fast optimisation. */
  fast: { ...common, iterations: 21_000, rate: 0.1, drops: [11_000, 16_000] },
  fsp: { ...common, iterations: 21_000, rate: 0.001, drops: [11_000, 16_000] },
  fspOnCifar100: { ...common, iterations: 32_000, rate: 0.001, drops: [16_000, 24_000] },
  fspOnBirds: { ...common, iterations: 21_000, rate: 0.1, drops: [11_000, 16_000] },
  /** Table 5's, of a teacher's second task and of stage 2. */
  transferred: { ...common, iterations: 30_000, rate: 0.1, drops: [10_000, 20_000] },
  hints: { ...common, iterations: 35_000, rate: 1e-4, drops: [25_000] },
} satisfies Record<string, Schedule>;

export type PaperSchedule = keyof typeof paperSchedules;

/** The same rates, the drops where they are in proportion. */
export function scheduleOf({ share }: Pick<TableSize, "share">, which: PaperSchedule): Schedule {
  const whole = paperSchedules[which];
  return stretched(whole, Math.round(whole.iterations * share));
}
