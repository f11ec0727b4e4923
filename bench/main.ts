/** npm run bench: our training step beside its peers. This file is also the program of every engine's process. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, parse, resolve } from "node:path";
import { parseArgs } from "node:util";
import { full, quick } from "./extent.ts";
import { childArguments, serveParent } from "./hosts/child.ts";
import { probe, probeFlag } from "./hosts/vulkan.ts";
import { growthChart } from "./report/growth-chart.ts";
import { linesOf } from "./report/lines.ts";
import { markdownOf, targetTable } from "./report/markdown.ts";
import { speedChart } from "./report/speed-chart.ts";
import { targetsOf } from "./report/targets.ts";
import type { Results } from "./results.ts";
import { Run } from "./run.ts";

const usage = `npm run bench -- [--quick] [--json FILE] [--backends NAME,NAME] [--minutes N]
  measures; FILE gets the numbers, and a report and charts of the same name are written beside it
npm run bench -- --report FILE
  writes report and charts of an earlier run's FILE anew`;

const options = {
  quick: { type: "boolean", default: false },
  json: { type: "string" },
  backends: { type: "string" },
  minutes: { type: "string" },
  report: { type: "string" },
  /** From scripts/bench.mjs: the folder of the built page, and the browser to open it in. */
  page: { type: "string" },
  chromium: { type: "string" },
} as const;

type Arguments = ReturnType<typeof argumentsFrom>;

/** Throws where they are not understood. */
function argumentsFrom(args: readonly string[]) {
  const { values } = parseArgs({ args: [...args], options });
  if (values.minutes !== undefined && !(Number(values.minutes) > 0))
    throw new RangeError(`--minutes is "${values.minutes}", which is no time`);
  return values;
}

async function bench({ quick: isQuick, json, backends, minutes, page, chromium }: Arguments): Promise<void> {
  const extent = isQuick ? quick : full;
  const run = new Run({
    extent,
    minutes: Number(minutes ?? extent.minutes),
    backends: backends?.split(",") ?? null,
    chromium: page ? { folder: page, executable: chromium ?? null } : null,
    print: (line) => console.log(line),
    progress: (names) => console.error(`… ${names}`),
    printRows: (rows) => console.log(linesOf(rows).join("\n")),
  });
  const results = await run.results();
  console.log(`\n${targetTable(targetsOf(results))}`);
  if (!json) return;
  await mkdir(dirname(resolve(json)), { recursive: true });
  await writeFile(json, `${JSON.stringify(results, null, 2)}\n`);
  await report(results, json);
}

/** Writes the page and the charts beside the JSON file. */
async function report(results: Results, json: string): Promise<void> {
  const { dir, name } = parse(resolve(json));
  const backends = [...new Set(results.rows.map((row) => row.backend))];
  const charts = [
    [`${name}-speed.svg`, speedChart(results)] as const,
    ...backends.map((backend) => [`${name}-growth-${backend}.svg`, growthChart(results, backend)] as const),
  ];
  const drawn = charts.filter(([, chart]) => chart !== null);
  for (const [file, chart] of drawn) await writeFile(join(dir, file), chart!);
  const file = join(dir, `${name}.md`);
  await writeFile(
    file,
    markdownOf(
      results,
      drawn.map(([file]) => file),
    ),
  );
  console.log(`\nThe report is in ${file}.`);
}

/** The exit code; null for a process that lives on, to answer. */
async function main(): Promise<number | null> {
  const given = process.argv.slice(2);
  const child = childArguments(given);
  if (child) {
    await serveParent(child);
    return null;
  }
  if (given[0] === probeFlag) {
    await probe();
    return null;
  }
  let understood: Arguments;
  try {
    understood = argumentsFrom(given);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return 2;
  }
  if (understood.report) {
    // oxlint-disable-next-line no-unsafe-type-assertion -- a file that the bench wrote
    await report(JSON.parse(await readFile(understood.report, "utf8")) as Results, understood.report);
  } else await bench(understood);
  return 0;
}

const code = await main();
// Browsers and engines that still run would keep this process alive.
if (code !== null) process.exit(code);
