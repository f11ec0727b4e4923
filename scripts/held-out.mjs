// node scripts/held-out.mjs DIR: of the runs that `npm run lab -- run PLAN --out DIR` left, by experiment, what stage 1 made
// of its own loss on held-out images (end over start, summed over the pairs), and the last test accuracy.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
if (folder === undefined || !existsSync(folder)) {
  console.error("Name the folder that `npm run lab -- run PLAN --out DIR` wrote.");
  process.exit(2);
}

/** By experiment, one entry a seed; `ratio` is null without a stage 1. */
const runs = new Map();
for (const name of readdirSync(folder).toSorted()) {
  if (!existsSync(join(folder, name, "result.json"))) continue;
  const result = JSON.parse(readFileSync(join(folder, name, "result.json"), "utf8"));
  const run = { ratio: ratioIn(join(folder, name, "metrics.csv")), test: result.last.test };
  runs.set(result.experiment, [...(runs.get(result.experiment) ?? []), run]);
}

/** Null where no loss was measured in stage 1. */
function ratioIn(file) {
  const sums = new Map();
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const [, , , , stage, step, metric, value] = line.split(",");
    if (stage !== "1" || !metric?.startsWith("fsp-distance.")) continue;
    sums.set(Number(step), (sums.get(Number(step)) ?? 0) + Number(value));
  }
  const steps = [...sums.keys()].toSorted((a, b) => a - b);
  return steps.length > 0 ? sums.get(steps.at(-1)) / sums.get(steps[0]) : null;
}

function spread(values, digits) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return values.length > 1 ? `${mean.toFixed(digits)} +- ${Math.sqrt(variance).toFixed(digits)}` : mean.toFixed(digits);
}

console.log("| experiment | held-out loss, end / start | largest | test accuracy, % | n |");
console.log("|---|---|---|---|---|");
for (const [experiment, seeds] of runs) {
  const ratios = seeds.flatMap(({ ratio }) => ratio ?? []);
  const [mean, most] = ratios.length > 0 ? [spread(ratios, 3), Math.max(...ratios).toFixed(3)] : ["-", "-"];
  const accuracy = spread(
    seeds.map(({ test }) => 100 * test),
    2,
  );
  console.log(`| ${experiment} | ${mean} | ${most} | ${accuracy} | ${seeds.length} |`);
}
