import { accessSync, constants, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { BadInput } from "../core/bad-input.ts";
import type { RecordedRun } from "../core/recording.ts";
import { recordingText } from "../core/recording.ts";
import type { Report } from "../core/report.ts";
import { runsOf } from "../core/plan-runs.ts";
import { runOne } from "../engine/plan-run.ts";
import { openLab } from "./node-lab.ts";
import { ProgressLine } from "./progress-line.ts";
import { runOptions } from "./run-options.ts";
import { systemReason } from "./system-reason.ts";

/** Matrices between these are left out: a recording is loaded before anything else. */
const matricesEvery = 20;

/** `lab record NAME FILE`: runs the plan's first seed and writes its reports, gzipped. */
export async function recordCommand(args: string[]): Promise<void> {
  const file = args[1];
  if (file === undefined || file.startsWith("--")) throw new BadInput("Use record NAME FILE.json.gz.");
  checkWritable(file);
  const { plan, findStored, findTeacher, backend, engine, out } = await runOptions([args[0]!, ...args.slice(2)]);
  if (out !== null) throw new BadInput(`record writes ${file} alone; leave out --out.`);
  if (plan.sweep) throw new BadInput(`A recording has no sweep; leave out "sweep".`);
  const { parts } = await openLab(plan, backend, engine, findStored, findTeacher);
  const shelf = new Map();
  const runs: RecordedRun[] = [];
  for (const { run, experiment } of runsOf({ ...plan, seeds: plan.seeds.slice(0, 1) })) {
    const line = new ProgressLine(run.experiment, experiment);
    const reports: Report[] = [];
    for await (const tick of runOne(plan, experiment, run.seed, shelf, null, parts)) {
      reports.push(...tick.reports.filter(isKept));
      for (const report of tick.reports) line.show(report);
    }
    runs.push({ run, reports });
    line.end();
  }
  const text = recordingText({ plan, environment: parts.environment, runs });
  try {
    writeFileSync(file, gzipSync(text, { level: 9 }));
  } catch (error) {
    throw new BadInput(`${file} cannot be written: ${systemReason(error)}; free some space or name another file.`);
  }
  process.stdout.write(`${file}: ${runs.length} runs, ${text.length} characters\n`);
}

/** Known before the run, which takes minutes. */
function checkWritable(file: string): void {
  try {
    accessSync(dirname(resolve(file)), constants.W_OK);
    const there = statSync(file, { throwIfNoEntry: false });
    if (there?.isDirectory()) throw new Error("it is a folder");
    if (there) accessSync(file, constants.W_OK);
  } catch (error) {
    throw new BadInput(`${file} cannot be written: ${systemReason(error)}; name a file in a folder that is there.`);
  }
}

function isKept(report: Report): boolean {
  return report.type !== "matrices" || report.step <= 10 || report.step % matricesEvery === 0;
}
