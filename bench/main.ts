/** npm run bench: our training step beside its peers. This file is also the program of every engine's process. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, parse, resolve } from "node:path";
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

interface Arguments {
  readonly quick: boolean;
  readonly json: string | null;
  readonly report: string | null;
  readonly backends: readonly string[] | null;
  readonly page: string | null;
  readonly chromium: string | null;
}

const usage = `npm run bench -- [--quick] [--json FILE] [--backends NAME,NAME]   measures; FILE gets the numbers, FILE's name with .md and .svg the report
npm run bench -- --report FILE                                    writes the report of an earlier run's FILE anew`;

/** Null where they are not understood. */
function argumentsFrom(given: readonly string[]): Arguments | null {
  const values = new Map<string, string>();
  let isQuick = false;
  for (let at = 0; at < given.length; at++) {
    const name = given[at]!;
    if (name === "--quick") isQuick = true;
    else if (["--json", "--report", "--backends", "--page", "--chromium"].includes(name) && given[at + 1])
      values.set(name, given[++at]!);
    else return null;
  }
  return {
    quick: isQuick,
    json: values.get("--json") ?? null,
    report: values.get("--report") ?? null,
    backends: values.get("--backends")?.split(",") ?? null,
    page: values.get("--page") ?? null,
    chromium: values.get("--chromium") ?? null,
  };
}

async function bench({ quick: isQuick, json, backends, page, chromium }: Arguments): Promise<void> {
  const run = new Run({
    extent: isQuick ? quick : full,
    backends,
    chromium: page ? { folder: page, executable: chromium } : null,
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

async function main(): Promise<void> {
  const given = process.argv.slice(2);
  const child = childArguments(given);
  if (child) return serveParent(child);
  if (given[0] === probeFlag) return probe();
  const understood = argumentsFrom(given);
  if (!understood) {
    console.error(usage);
    process.exit(2);
  }
  if (understood.report) {
    // oxlint-disable-next-line no-unsafe-type-assertion -- a file that the bench wrote
    await report(JSON.parse(await readFile(understood.report, "utf8")) as Results, understood.report);
  } else await bench(understood);
  process.exit(0);
}

await main();
