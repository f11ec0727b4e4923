/** `lab plan` as somebody types it: in several processes, killed and begun again, and refused where another is at work. */
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Experiment, Plan } from "../core/experiment.ts";
import { latexTable } from "../core/latex-table.ts";
import { tinyExperiment, tinyExperimentParts } from "../testing/lab-parts.ts";
import { trainingIn } from "./folder-trainings.ts";
import { failureText } from "./kept-result.ts";

const root = join(import.meta.dirname, "../..");
const base = mkdtempSync(join(tmpdir(), "fsp-lab-plan-"));
const planFile = join(base, "plan.json");
const whole = join(base, "whole");
afterAll(() => rmSync(base, { recursive: true }));

const task = { ...tinyExperiment.task, iterations: 300, rate: 0.02, drops: [200] };
const fsp: Experiment = { ...tinyExperiment, name: "fsp", evaluateEvery: 50, task };
const plain: Experiment = { ...fsp, name: "plain", method: { kind: "none" } };
/** Its weights leave the range of float32 in stage 1 already, whatever the rate of stage 2. */
const schedule = { ...tinyExperimentParts.fsp.schedule, iterations: 50, rate: 100, drops: [] };
const diverging: Experiment = {
  ...fsp,
  name: "diverging",
  method: { ...tinyExperimentParts.fsp, lambda: 1e6, schedule },
};
const plan: Plan = {
  kind: "plan",
  version: 1,
  name: "swept",
  seeds: [1, 2],
  baseline: "plain",
  teacherPerSeed: false,
  experiments: [fsp, plain, diverging],
  sweep: { rates: [0.01, 0.05, 100], seeds: [9], iterations: 100 },
};

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `act` is called with what stderr has said so far, until it returns true. */
function lab(
  args: readonly string[],
  act: (stderr: string, kill: (signal: NodeJS.Signals) => void) => boolean = () => true,
) {
  const child = spawn(process.execPath, ["scripts/lab.mjs", ...args], { cwd: root });
  let [stdout, stderr, acted] = ["", "", false];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    acted ||= act(stderr, (signal) => child.kill(signal));
  });
  return new Promise<Ended>((done) => void child.on("close", (code) => done({ code, stdout, stderr })));
}

const planned = (out: string, jobs: number) => ["plan", planFile, "--out", out, "--jobs", String(jobs)];

/** Everything in a folder that says nothing of times. */
function contentsOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (name) => /\.\w+$/.test(name) && !/(timings|costs)\.csv$|teachers.*safetensors$/.test(name),
  );
  return Object.fromEntries(files.toSorted().map((name) => [name, readFileSync(join(folder, name), "base64")]));
}

const withoutTimes = (text: string) => text.slice(0, text.indexOf("Cost of training"));

let outcome: Ended;
beforeAll(async () => {
  writeFileSync(planFile, JSON.stringify(plan));
  outcome = await lab(planned(whole, 1));
});

test("a plan ends with its tables, and with 1 because runs failed", () => {
  expect(outcome.code).toBe(1);
  expect(outcome.stderr).toContain("2 of 6 runs failed; the table names them.\n");
  expect(outcome.stdout).toContain("diverging seed 1: Its numbers stopped being finite at every rate of the sweep.\n");
  // And which layer broke first, for other programs too.
  expect(outcome.stderr).toMatch(/the first number that is not finite is in .*, iteration \d+/);
  const broken = Object.keys(contentsOf(whole)).find((name) => name.endsWith("failed.json"))!;
  expect(JSON.parse(readFileSync(join(whole, broken), "utf8"))).toMatchObject({
    brokenLayer: { layer: expect.any(String) as unknown, step: expect.any(Number) as unknown },
  });
  expect(Object.keys(contentsOf(whole))).toEqual(
    expect.arrayContaining(["table.csv", "pairs.csv", "curves.csv", "sweep.csv", "teachers/1/metrics.csv"]),
  );
  expect(existsSync(join(whole, "unfinished.json"))).toBe(false);
});

test("each experiment ran with the rate that did best on validation images, and says so", () => {
  const rows = readFileSync(join(whole, "sweep.csv"), "utf8").trimEnd().split("\n").slice(1);
  for (const name of ["fsp", "plain"]) {
    const own = rows.filter((row) => row.startsWith(`${name},`)).map((row) => row.split(","));
    expect(own.map(([, rate]) => rate)).toEqual(["0.01", "0.05", "100"]);
    const best = Math.max(...own.map(([, , , validation]) => (validation === "" ? -1 : Number(validation))));
    const chosen = own.filter(([, , , , isChosen]) => isChosen === "1");
    expect(chosen).toHaveLength(1);
    const [, rate, , validation] = chosen[0]!;
    expect(Number(validation)).toBe(best);
    for (const seed of plan.seeds) {
      const read = (file: string): unknown => JSON.parse(readFileSync(join(whole, `${name}-s${seed}/${file}`), "utf8"));
      expect((read("experiment.json") as Experiment).task.rate).toBe(Number(rate));
      expect((read("result.json") as { tuning: { rate: number } }).tuning.rate).toBe(Number(rate));
    }
    expect(readFileSync(join(whole, "table.csv"), "utf8")).toMatch(new RegExp(`^${name},.*,${rate}$`, "m"));
    expect(outcome.stdout).toMatch(new RegExp(`^${name} .* ${rate}$`, "m"));
  }
});

test("the LaTeX table of the folder has the tried rates, the verdicts and the failed runs", async () => {
  const { file, ends } = await trainingIn(whole);
  const table = latexTable(file, ends);
  expect(table).toMatch(/^diverging & fsp & -- & [\d.]+ & 0 & 2 & -- & -- & -- & -- /m);
  expect(table).toMatch(/^fsp & fsp & 3\+300 & (0\.01|0\.05) & 2 & 0 & .* & needs more seeds /m);
  expect(table).toMatch(/^diverging & failed & failed & failed & none /m);
  expect(table).toContain("% Failed, in none of the numbers: diverging seed 1: Its numbers stopped being finite");
});

test("PyTorch programs of the folder have the rates that were chosen; those of the plan say that they have not", async () => {
  const rates = async (name: string) => {
    const out = join(base, `programs-of-${name === whole ? "folder" : "plan"}`);
    const { code, stderr } = await lab(["export", "pytorch", name, "--out", out]);
    const program = readFileSync(join(out, "fsp-pytorch.py"), "utf8");
    const [, text] = /^EXPERIMENT = (.*)$/m.exec(program)!;
    return { code, stderr, rate: (JSON.parse(JSON.parse(text!) as string) as Experiment).task.rate };
  };
  const chosen = JSON.parse(readFileSync(join(whole, "fsp-s1/experiment.json"), "utf8")) as Experiment;
  expect(await rates(whole)).toEqual({ code: 0, stderr: "", rate: chosen.task.rate });
  const untried = await rates(planFile);
  expect(untried).toMatchObject({ code: 0, rate: fsp.task.rate });
  expect(untried.stderr).toContain("name the folder that plan --out wrote for the rates that were chosen.");
  expect(chosen.task.rate).not.toBe(fsp.task.rate);
});

test("runs that never began, because their teacher failed, are ends of the folder, too", async () => {
  const file = join(base, "poor-teacher.json");
  const folder = join(base, "poor-teacher");
  const { recipe } = tinyExperimentParts;
  // Without norms this rate takes its weights out of float32's range in a few steps.
  const network = { kind: "plain", depth: 8, width: 4 } as const;
  const poor = { ...recipe, network, schedule: { ...recipe.schedule, iterations: 50, rate: 100, drops: [] } };
  const taught = { ...fsp, teacher: poor, task: { ...task, iterations: 20, drops: [] } };
  const { sweep: _, ...rest } = plan;
  const experiments = [taught, { ...taught, name: "plain", method: { kind: "none" } }];
  writeFileSync(file, JSON.stringify({ ...rest, experiments }));
  const { code, stdout } = await lab(["plan", file, "--out", folder]);
  expect(code).toBe(1);
  const { ends, file: made } = await trainingIn(folder);
  expect(made.runs.map(({ run }) => run)).toEqual([1, 2].map((seed) => ({ experiment: "plain", seed })));
  expect(ends.map(({ id, how }) => [id, how.kind])).toEqual([1, 2].map((seed) => [`fsp-s${seed}`, "failed"]));
  const [first] = ends;
  if (first?.how.kind !== "failed") throw new Error("it did not fail");
  expect(first.how.reason).toMatch(/^Its teacher failed: /);
  expect(stdout).toContain(`fsp seed 1: ${first.how.reason}`);
  expect(latexTable(made, ends)).toContain(`% Failed, in none of the numbers: fsp seed 1: ${first.how.reason}`);
});

test("a run that failed at the rate that its sweep chose is one of the folder's ends", async () => {
  const folder = join(base, "failed-at-its-rate");
  cpSync(whole, folder, { recursive: true });
  // A plan whose own rate is none of those tried.
  const experiments = plan.experiments.map((one) => ({ ...one, task: { ...one.task, rate: 0.02 } }));
  writeFileSync(join(folder, "plan.json"), JSON.stringify({ ...plan, experiments }));
  const own = join(folder, "fsp-s2");
  const tuned = JSON.parse(readFileSync(join(own, "experiment.json"), "utf8")) as Experiment;
  const run = { experiment: "fsp", seed: 2 };
  rmSync(join(own, "result.json"));
  writeFileSync(
    join(own, "failed.json"),
    await failureText(tuned, { status: "failed", run, reason: "It broke." }, null),
  );
  const { ends } = await trainingIn(folder);
  expect(ends).toContainEqual(
    expect.objectContaining({ run, rate: tuned.task.rate, how: { kind: "failed", reason: "It broke." } }),
  );
});

test("a trial looks at no test image", () => {
  const tested = (folder: string) =>
    /,student,2,\d+,test-/.test(readFileSync(join(whole, folder, "metrics.csv"), "utf8"));
  expect(tested("sweep/fsp-r0.01-s9")).toBe(false);
  expect(tested("fsp-s1")).toBe(true);
});

test("costs.csv counts every step once, the sweep's too", () => {
  const rows = readFileSync(join(whole, "costs.csv"), "utf8").trimEnd().split("\n").slice(1);
  const stages = rows
    .map((row) => row.split(","))
    .map(([job, name, , rate, zero, , one, , two]) => [job, name, rate, zero, one, two]);
  expect(stages).toContainEqual(["teacher", "plain", "", "2", "0", "0"]);
  expect(stages).toContainEqual(["trial", "fsp", "0.01", "0", "3", "100"]);
  expect(stages.filter(([job, name]) => job === "run" && name === "fsp")).toEqual([
    ["run", "fsp", "", "0", "3", "300"],
    ["run", "fsp", "", "0", "3", "300"],
  ]);
});

test("a run of a plan is the run of its experiment alone", async () => {
  const alone = join(base, "alone");
  const experiment = join(whole, "fsp-s2/experiment.json");
  expect((await lab(["run", experiment, "--seeds", "2", "--out", alone])).code).toBe(0);
  for (const file of ["metrics.csv", "student.safetensors", "teacher.safetensors"])
    expect(readFileSync(join(alone, file)).equals(readFileSync(join(whole, "fsp-s2", file)))).toBe(true);
});

test("two processes come to the bytes of one", async () => {
  const out = join(base, "two");
  const ended = await lab(planned(out, 2));
  expect(ended.code).toBe(1);
  expect(withoutTimes(ended.stdout)).toBe(withoutTimes(outcome.stdout));
  expect(contentsOf(out)).toEqual(contentsOf(whole));
});

describe("ended in the middle", () => {
  test.each([
    ["SIGINT", 130, 1, 2],
    ["SIGKILL", null, 2, 1],
    ["SIGTERM", 143, 2, 2],
  ] as const)("by %s, the same command goes on to the same bytes", async (signal, code, jobs, jobsThen) => {
    const out = join(base, signal);
    const ended = await lab(planned(out, jobs), (stderr, kill) => {
      if (!/plain seed 1: stage 2, \d+ of 300/.test(stderr)) return false;
      kill(signal);
      return true;
    });
    expect(ended.code).toBe(code);
    expect(existsSync(join(out, "table.csv"))).toBe(false);
    if (code !== null) {
      expect(ended.stderr).toContain(`Interrupted; the same command goes on from what is kept in ${out}.\n`);
      expect(existsSync(join(out, "plain-s1/checkpoint.safetensors"))).toBe(true);
    }
    // At once: the processes of a killed plan may still be there.
    const again = await lab(planned(out, jobsThen));
    expect(again.stderr).toContain("done before");
    expect(withoutTimes(again.stdout)).toBe(withoutTimes(outcome.stdout));
    expect(contentsOf(out)).toEqual(contentsOf(whole));
  });

  test("in one of its processes, it names the job, keeps the others' work, and goes on", async () => {
    const out = join(base, "worker");
    const ended = await lab(planned(out, 2), (stderr) => {
      if (!/plain seed 1: stage 2, \d+ of 300/.test(stderr)) return false;
      const { pid } = JSON.parse(readFileSync(join(out, "plain-s1/in-use.json"), "utf8")) as { pid: number };
      process.kill(pid, "SIGKILL");
      return true;
    });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(
      "A process of this plan ended during plain-s1 (SIGKILL); the same command goes on from what it kept.\n",
    );
    await lab(planned(out, 2));
    expect(contentsOf(out)).toEqual(contentsOf(whole));
  });

  test("by SIGKILL behind a checkpoint, rows that it does not know are written once; Ctrl-C shows what there is", async () => {
    const out = join(base, "twice");
    const endedAt = (progress: RegExp, signal: NodeJS.Signals) =>
      lab(planned(out, 1), (stderr, kill) => {
        if (!progress.test(stderr)) return false;
        kill(signal);
        return true;
      });
    await endedAt(/plain seed 1: stage 2, 1\d\d of 300/, "SIGINT");
    await endedAt(/plain seed 1: stage 2, 2\d\d of 300/, "SIGKILL");
    const { stdout } = await endedAt(/fsp seed 1: stage 2, 1\d\d of 300/, "SIGINT");
    expect(stdout).toMatch(/^So far:\n\nTest accuracy/);
    expect(stdout).toMatch(/^plain +300 /m);
    await lab(planned(out, 1));
    expect(contentsOf(out)).toEqual(contentsOf(whole));
  });
});

test("while one is at work in a folder, another is refused with a sentence", async () => {
  const out = join(base, "shared");
  let second: Promise<Ended> | null = null;
  await lab(planned(out, 2), (stderr) => {
    if (!stderr.includes("stage 2")) return false;
    second = lab(planned(out, 2));
    return true;
  });
  const { code, stderr } = await second!;
  expect(code).toBe(2);
  expect(stderr).toMatch(/^--out .* is in use by process \d+; wait for it, or name another folder\.\n$/);
  expect(contentsOf(out)).toEqual(contentsOf(whole));
});

test.each([
  [["plan", "smoke"], "plan keeps what it does in a folder; name one, as in --out out/plan, or use run.\n"],
  [
    ["run", "smoke", "--jobs", "2"],
    "--jobs lets processes share a folder; say which, as in --jobs 2 --out out/plan.\n",
  ],
  [["record", "FILE", join(base, "x.json.gz")], 'A recording has no sweep; leave out "sweep".\n'],
])("%j is refused with a sentence", async (args, sentence) => {
  const { code, stderr } = await lab(args.map((word) => (word === "FILE" ? planFile : word)));
  expect(code).toBe(2);
  expect(stderr.startsWith(sentence)).toBe(true);
});
