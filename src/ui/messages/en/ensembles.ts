/** The words for networks that answer together. */
import { integer } from "../../numbers.ts";
import { formatsFor } from "../format.ts";

const { plural } = formatsFor("en");

export const ensembles = {
  ensembles: {
    title: "Ensembles",
    meaning:
      "The networks of one row answer together: for each test image the mean of their softmax answers, last weights. What it costs is of all of them, without their teachers.",
    ask: "Average their answers",
    stop: "Stop",
    group: "Runs",
    networks: "Networks",
    alone: "Mean of each, %",
    together: "Together, %",
    iterations: "Iterations",
    seconds: "Seconds",
    parameters: "Parameters",
    judging: (done: number, all: number) => `${integer(done)} of ${integer(all)} have answered`,
    lost: (seeds: readonly number[]) =>
      `The weights of ${plural(seeds.length, "seed", "seeds")} ${seeds.map(integer).join(", ")} are not kept in this browser.`,
  },
};
