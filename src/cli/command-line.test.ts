/** Every command that README and its pages show, as somebody types it; only long runs are replaced by a tiny one. */
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { longCsv } from "../core/bundle.ts";
import { linkOf } from "../core/link.ts";
import { presets } from "../core/presets.ts";
import { metricsHeader } from "../core/report-rows.ts";
import { bundleIn, bundleLimits } from "../data/bundle/read-bundle.ts";
import { Budget } from "../data/import/budget.ts";
import { cifarFile } from "../testing/image-file-makers.ts";
import { tinyExperiment } from "../testing/lab-parts.ts";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "fsp-lab-"));
const smokeFolder = join(folder, "out/smoke");
const planFolder = join(folder, "out/seeds");
const bundleFile = join(folder, "out/seeds.zip");
const imageFolder = join(folder, "images");
const tinyFile = join(folder, "tiny.json");
const smokeLink = linkOf(presets.get("smoke")!);

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(program: string, args: readonly string[]): Promise<Outcome> {
  try {
    return { code: 0, ...(await promisify(execFile)(program, args, { cwd: root })) };
  } catch (error) {
    return error as Outcome;
  }
}

const lab = (...args: readonly string[]) => run(process.execPath, ["scripts/lab.mjs", ...args]);
const hasPython = async (modules: string) => (await run("python3", ["-c", `import ${modules}`])).code === 0;

const texts = ["README.md", "docs/command-line.md", "docs/methods.md", "docs/page.md"].map((file) =>
  readFileSync(join(root, file), "utf8"),
);
/** What stands there behind `npm run lab -- `, without its comment. */
const shown = [
  ...new Set(
    [...texts.join("\n").matchAll(/npm run lab -- ([^`#\n]+?) *(?=[`#\n])/g)].flatMap(([, command]) =>
      command === undefined || command === "COMMAND" ? [] : [command],
    ),
  ),
];

async function argsFor(command: string): Promise<string[]> {
  const link = await smokeLink;
  const own: Readonly<Record<string, string>> = {
    "first-look": tinyFile,
    "methods-tuned": tinyFile,
    "methods-small": tinyFile,
    "paper-table-3-small": tinyFile,
    "cifar-10-binary.tar.gz": imageFolder,
    "docs/drawn.json": tinyFile,
    "docs/teachers.json": tinyFile,
    "out/drawn": join(folder, "out/drawn"),
    "out/teachers": join(folder, "out/teachers"),
    "out/table-3": join(folder, "out/table-3"),
    "out/smoke": smokeFolder,
    "out/tuned": join(folder, "out/tuned"),
    "out/seeds": planFolder,
    "out/seeds.zip": bundleFile,
    "out/pytorch": join(folder, "out/pytorch"),
    FILE: tinyFile,
    // An earlier command of README made it.
    TEACHER: join(planFolder, "tiny-s1/teacher.safetensors"),
    DIR: imageFolder,
    LINK: link,
  };
  return command.split(" ").map((word) => own[word] ?? word);
}

beforeAll(() => {
  writeFileSync(tinyFile, JSON.stringify(tinyExperiment));
  mkdirSync(imageFolder);
  writeFileSync(join(imageFolder, "train.bin"), Buffer.concat(Array.from({ length: 20 }, () => cifarFile(1))));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("every kind of command is shown", () => {
  const kinds = shown.map((command) => /^(?:link )?\w+/.exec(command)![0]);
  expect([...new Set(kinds)].toSorted()).toEqual([
    "data",
    "ensemble",
    "export",
    "link decode",
    "link encode",
    "plan",
    "presets",
    "run",
    "schema",
  ]);
});

test.each(shown)("%s does what it says", async (command) => {
  const { code, stdout, stderr } = await lab(...(await argsFor(command)));
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).not.toBe("");
});

test("a bundle holds what each run of a plan measured and learnt", async () => {
  const trainings = await bundleIn(readFileSync(bundleFile), "seeds.zip", new Budget(bundleLimits, () => 0));
  const [{ file, weights } = { file: null, weights: new Map<string, Uint8Array>() }] = trainings ?? [];
  const runs = file?.runs.map(({ run }) => `${run.experiment}-s${run.seed}`) ?? [];
  expect(runs).toEqual(["tiny-s1", "tiny-s2", "tiny-s3"]);
  const rows = runs.map((run) =>
    readFileSync(join(planFolder, run, "metrics.csv"), "utf8")
      .split("\n")
      .slice(1)
      .join("\n"),
  );
  expect(longCsv([file!])).toBe(`${metricsHeader}\n${rows.join("")}`);
  expect([...weights.keys()]).toEqual(
    ["tiny-s1-teacher", "tiny-s1-student", "tiny-s2-student", "tiny-s3-student"].map((name) => `${name}.safetensors`),
  );
});

test("a bundle is not made of a folder whose weights are not its run's", async () => {
  const copy = join(folder, "copied-seeds");
  cpSync(planFolder, copy, { recursive: true });
  const student = join(copy, "tiny-s2/student.safetensors");
  const bytes = readFileSync(student);
  bytes[bytes.length - 7]! ^= 1;
  for (const spoil of [() => writeFileSync(student, bytes), () => rmSync(student)]) {
    spoil();
    const { code, stderr } = await lab("export", "bundle", copy, "--out", join(folder, "copied.zip"));
    expect({ code, stderr }).toEqual({ code: 2, stderr: `${student} is missing or damaged; make that run anew.\n` });
  }
});

test("schema prints the JSON Schema of experiments and plans, with every setting required", async () => {
  const { anyOf } = JSON.parse((await lab("schema")).stdout) as { anyOf: { required: string[] }[] };
  expect(anyOf.map(({ required }) => required)).toEqual([
    expect.arrayContaining(Object.keys(tinyExperiment)),
    expect.arrayContaining(Object.keys(presets.get("first-look")!)),
  ]);
});

test("a link comes back as the file that it was made of", async () => {
  const link = (await lab("link", "encode", tinyFile)).stdout.trim();
  expect(JSON.parse((await lab("link", "decode", link)).stdout)).toEqual(tinyExperiment);
});

test("a preset that is not there is one sentence", async () => {
  const { code, stderr } = await lab("run", "nothing");
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: '"nothing" is no preset (npm run lab -- presets names them), no file and no link.\n',
  });
});

test("record refuses a file that cannot be written before it runs anything", async () => {
  const { code, stderr } = await lab("record", "smoke", join(folder, "nowhere/smoke.json.gz"));
  expect(code).toBe(2);
  expect(stderr).toMatch(/^[^\n]*smoke\.json\.gz cannot be written: [^\n]*\n$/);
});

describe("scripts/recompute.py", () => {
  test("recomputes what a run dumped, or names what it needs", async (context) => {
    context.skip(!(await hasPython("json")), "there is no python3");
    if (!existsSync(smokeFolder)) await lab("run", "smoke", "--dump-batch", "8", "--out", smokeFolder);
    const { code, stdout, stderr } = await run("python3", ["scripts/recompute.py", smokeFolder]);
    const canRecompute = await hasPython("numpy, torch");
    expect(code).toBe(canRecompute ? 0 : 2);
    if (canRecompute) expect(stdout).toContain("worst");
    else expect(stderr).toMatch(/^[^\n]*pip install numpy torch\.\n$/);
  });
});
