/**
 * `npm run fuzz`: so many links and files, seeded. The inputs are tried in a thread of their own, which this one watches:
 * one that takes too long, or too much memory, ends it with its number, and the same seed finds it again.
 */
import fc from "fast-check";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { corpus } from "./corpus.ts";
import { fileFuzz } from "./files.ts";
import { linkFor, linkInputs, tryLink } from "./links.ts";
import type { InputKind, Tried } from "./outcome.ts";
import { Tally, tallied } from "./outcome.ts";
import { table } from "./table.ts";

interface Order {
  readonly links: number;
  readonly files: number;
  readonly seed: number;
  /** What is being tried: its number, and since when, ms. */
  readonly shared: SharedArrayBuffer;
}

/** Far more than any input may take, so that a busy machine is no hang. */
const hangMs = 30_000;
const mostBytes = 1536 * 2 ** 20;
const everyMs = 50;

type Said =
  | { readonly type: "begins"; readonly what: string }
  | { readonly type: "lines"; readonly lines: readonly string[] }
  | { readonly type: "failed"; readonly report: string }
  | { readonly type: "done"; readonly isEnough: boolean };

const say = (message: Said) => parentPort!.postMessage(message);

async function tried<Input>(
  what: InputKind,
  inputs: fc.Arbitrary<Input>,
  { seed, shared }: Order,
  count: number,
  attempt: (input: Input) => Promise<Tried>,
): Promise<Tally | null> {
  say({ type: "begins", what });
  const now = new Float64Array(shared);
  const tally = new Tally();
  const property = fc.asyncProperty(inputs, async (input) => {
    now[0]! += 1;
    now[1] = Date.now();
    await tallied(tally, what, () => attempt(input));
  });
  now.set([0, Date.now()]);
  const details = await fc.check(property, { numRuns: count, seed });
  now[1] = Number.POSITIVE_INFINITY;
  if (!details.failed) return tally;
  say({ type: "failed", report: `${what}, seed ${seed}: ${fc.defaultReportMessage(details)}` });
  return null;
}

async function work(order: Order): Promise<void> {
  for (const entry of corpus) {
    const { kind } = await entry.attempt();
    if (kind !== entry.outcome) return say({ type: "failed", report: `stored: ${entry.name} is ${kind} now` });
  }
  say({ type: "lines", lines: [`${corpus.length} stored inputs: each as it must be`] });
  const links = await tried("links", linkInputs, order, order.links, async (input) => tryLink(await linkFor(input)));
  if (!links) return;
  say({ type: "lines", lines: table("Links", links) });
  const fuzz = await fileFuzz();
  const files = await tried("files", fuzz.inputs, order, order.files, (input) => fuzz.try(input));
  if (!files) return;
  say({ type: "lines", lines: table("Files", files) });
  const isEnough = [links, files].every((tally) => tally.tried === 0 || tally.pastTheDoor >= 0.2);
  say({ type: "done", isEnough });
}

/** A whole number, or a sentence and exit 2. */
function count(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) {
    process.stderr.write(`--${name} is "${text}"; give a whole number.\n`);
    process.exit(2);
  }
  return Number(text);
}

function watch(): void {
  const { values } = parseArgs({
    options: {
      links: { type: "string", default: "100000" },
      files: { type: "string", default: "20000" },
      seed: { type: "string", default: "1" },
    },
  });
  const shared = new SharedArrayBuffer(16);
  const order: Order = {
    links: count("links", values.links),
    files: count("files", values.files),
    seed: count("seed", values.seed),
    shared,
  };
  const started = Date.now();
  process.stdout.write(`seed ${order.seed}: ${order.links} links and ${order.files} files\n`);
  const worker = new Worker(new URL(import.meta.url), { workerData: order });
  const now = new Float64Array(shared).fill(Number.POSITIVE_INFINITY);
  let [what, mostRss] = ["", 0];
  const end = (sentence: string, code: number) => {
    process.stdout.write(`${sentence}\n`);
    process.exit(code);
  };
  setInterval(() => {
    const at = `${what} ${now[0]} of seed ${order.seed}`;
    mostRss = Math.max(mostRss, process.memoryUsage.rss());
    if (Date.now() - now[1]! > hangMs) end(`HANG: ${at} takes more than ${hangMs / 1000} s`, 1);
    if (mostRss > mostBytes) end(`MEMORY: ${Math.round(mostRss / 2 ** 20)} MiB are taken at ${at}`, 1);
  }, everyMs);
  worker.on("error", (error) => end(`CRASH: ${what} ${now[0]} of seed ${order.seed}: ${error.stack}`, 1));
  worker.on("message", (said: Said) => {
    switch (said.type) {
      case "begins":
        ({ what } = said);
        break;
      case "lines":
        process.stdout.write(`${said.lines.join("\n")}\n`);
        break;
      case "failed":
        end(`FAILED: ${said.report}`, 1);
        break;
      case "done": {
        const spent = `${Math.round((Date.now() - started) / 1000)} s`;
        end(`\nAt most ${Math.round(mostRss / 2 ** 20)} MiB of memory, ${spent} in all.`, said.isEnough ? 0 : 1);
        break;
      }
      default:
        said satisfies never;
    }
  });
}

if (isMainThread) watch();
else await work(workerData as Order);
