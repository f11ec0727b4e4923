import type { Schedule } from "./experiment.ts";

/** The learning rate of the iteration after `done` others. */
export function rateAt(schedule: Schedule, done: number): number {
  // Multiplied out: the power function differs between engines in the last bits.
  return schedule.drops.filter((drop) => drop <= done).reduce((rate) => rate * schedule.factor, schedule.rate);
}

/** The rate's steps stretched in proportion, so that a longer run is not a differently tuned one. */
export function stretched(schedule: Schedule, iterations: number): Schedule {
  const drops = schedule.drops.map((drop) => Math.round((drop * iterations) / schedule.iterations));
  return { ...schedule, iterations, drops };
}

/** Stretched or shortened; drops that fall together or past the end are left out. */
export function ofIterations(schedule: Schedule, iterations: number): Schedule {
  if (schedule.iterations === iterations) return schedule;
  const next = stretched(schedule, iterations);
  const drops = next.drops.filter((drop, index) => drop < iterations && drop > (next.drops[index - 1] ?? 0));
  return { ...next, drops };
}

/** A weight that goes from one value to another in a straight line, at the iteration after `done` others; it ends at `to`. */
export function weightAt(from: number, to: number, done: number, iterations: number): number {
  return iterations === 1 ? from : from + ((to - from) * done) / (iterations - 1);
}
