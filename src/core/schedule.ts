import type { Schedule } from "./experiment.ts";

/** The learning rate of the iteration after `done` others. */
export function rateAt(schedule: Schedule, done: number): number {
  const drops = schedule.drops.filter((drop) => drop <= done).length;
  return schedule.rate * schedule.factor ** drops;
}
