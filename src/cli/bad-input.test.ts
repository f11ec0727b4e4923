/** What a person may get wrong on the command line: one sentence each, that names the thing and the way out. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { defaultExperiment } from "../core/defaults.ts";
import { linkOf } from "../core/link.ts";
import { paperTables } from "../core/paper/presets.ts";
import { tinyExperiment } from "../testing/lab-parts.ts";
import { linkCommand } from "./link-command.ts";
import { documentIn, namedDocument } from "./named-document.ts";
import { presetsCommand } from "./presets-command.ts";
import { recordCommand } from "./record-command.ts";
import { runOptions } from "./run-options.ts";
import { schemaCommand } from "./schema-command.ts";

const folder = mkdtempSync(join(tmpdir(), "fsp-lab-bad-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function fileOf(contents: string | Uint8Array): string {
  const file = join(folder, `file${files++}.json`);
  writeFileSync(file, contents);
  return file;
}

describe("options", () => {
  test("images that are to be given are asked for whatever way the plan came", async () => {
    const plan = paperTables.get("paper-table-2-small")!;
    for (const name of [fileOf(JSON.stringify(plan)), await linkOf(plan)])
      await expect(runOptions([name])).rejects.toThrow(
        "paper-table-2-small learns from CIFAR-100; give its files, as in --data cifar-100-binary.tar.gz.",
      );
  });

  test.each([
    [["smoke", "--seeds", "-1"], `--seeds is "-1"; give whole numbers from 0 to 2147483647, as in 1,2,3.`],
    [["smoke", "--seeds", "1,,2"], `--seeds is "1,,2"; give whole numbers from 0 to 2147483647, as in 1,2,3.`],
    [["smoke", "--seeds", "2147483648"], `--seeds is "2147483648"; give whole numbers from 0 to 2147483647`],
    [["smoke", "--seeds", "1,01"], `--seeds is "1,01", which names a seed twice.`],
    [
      ["smoke", "--seeds", Array.from({ length: 101 }, (_, i) => i).join()],
      "--seeds names 101 seeds; a plan has at most 100.",
    ],
    [
      ["methods-tuned", "--seeds", "1,100"],
      `The setting "sweep.seeds" has 100, which is one of the plan's "seeds" too`,
    ],
    [["smoke", "--seeds"], "--seeds needs a value, as in --seeds 1,2,3."],
    [["smoke", "--seeds", "--out", "x"], "--seeds needs a value, as in --seeds 1,2,3."],
    [["smoke", "--out", "a", "--out=b"], "--out is given twice; give it once."],
    [["smoke", "--backend", "x"], `--backend is "x"; use one of webgpu, wasm, cpu.`],
    [["smoke", "--engine", ""], `--engine is ""; use one of fast, reference.`],
    [["smoke", "--dump-batch", "0", "--out", "x"], `--dump-batch is "0"; give a whole number from 1 to 1000.`],
    [["smoke", "--dump-batch", "0x8", "--out", "x"], `--dump-batch is "0x8"; give a whole number from 1 to 1000.`],
    [["smoke", "--dump-batch", "8"], "--dump-batch writes a file; say where, as in --out out/smoke."],
    [
      ["smoke", "--dump-batch", "501", "--out", "x"],
      `--dump-batch asks for 501 test images, but "smoke" has 500; ask for fewer.`,
    ],
    [["smoke", "--reach=0"], `--reach is "0"; give a validation accuracy in per cent, as in 80.`],
    [["smoke", "--reach=101"], `--reach is "101"; give a validation accuracy in per cent, as in 80.`],
    [["smoke", "--reach=-5"], `--reach is "-5"; give a validation accuracy in per cent, as in 80.`],
    [["smoke", "--reach=eighty"], `--reach is "eighty"; give a validation accuracy in per cent, as in 80.`],
    [["smoke", "--reach=80%"], `--reach is "80%"; give a validation accuracy in per cent, as in 80.`],
    [["smoke", "--jobs", "2"], "--jobs lets processes share a folder; say which, as in --jobs 2 --out out/plan."],
    [["smoke", "--jobs", "0", "--out", "x"], `--jobs is "0"; give a whole number from 1 to 64`],
    [["smoke", "--jobs", "65", "--out", "x"], `--jobs is "65"; give a whole number from 1 to 64`],
    [["smoke", "--jobs", "two", "--out", "x"], `--jobs is "two"; give a whole number from 1 to 64`],
    [
      ["paper-table-4", "--out", "x"],
      "paper-table-4 learns from CIFAR-100; give its files, as in --data cifar-100-binary.tar.gz.",
    ],
    [
      ["smoke", "--margin=-1"],
      `--margin is "-1"; give points of test accuracy that count as no difference, as in 0.5.`,
    ],
    [["smoke", "--reach="], `--reach is ""; give a validation accuracy in per cent, as in 80.`],
    [
      ["smoke", "--x", "x"],
      `There is no option "--x" (--backend, --engine, --seeds, --dump-batch, --out, --reach, --margin, --jobs, --data, --teacher).`,
    ],
    [
      ["smoke", "--data", "nowhere"],
      "nowhere cannot be read: no such file or directory; name a file of images, or a folder of them.",
    ],
    [
      ["smoke", "--data", "nowhere", "--out", "package.json/out"],
      /--out .*package.json\/out cannot be used: .*package.json is a file; name a folder that you may write to/,
    ],
    [["smoke", "--data", "nowhere", "--out", "package.json"], /package.json is a file; name a folder/],
    [["smoke", "--data", "nowhere", "--out", ""], "--out names no folder; give it one, as in --out out/smoke."],
    [["smoke", "--data"], "--data needs a value, as in --data images.zip."],
    [["smoke", "--sedes", "1"], `Did you mean "--seeds"?`],
    [["smoke", "-o", "x"], `There is no option "-o"`],
    [["smoke", "1"], `Only one thing can be run at a time; "1" is too many. Options go behind --`],
    [[], "Nothing to run is named; give a preset, a JSON file or a link."],
    [["smok"], `"smok" is no preset (npm run lab -- presets names them), no file and no link. Did you mean "smoke"?`],
    [["constructor"], `"constructor" is no preset (npm run lab -- presets names them), no file and no link.`],
    [[""], `"" is no preset`],
  ])("%j", async (args, sentence) => {
    await expect(runOptions(args)).rejects.toThrow(sentence);
  });

  test("a link is taken as packed, as readable, and as a whole address", async () => {
    for (const document of [tinyExperiment, defaultExperiment]) {
      const link = await linkOf(document);
      await expect(namedDocument(`#${link}`)).resolves.toEqual(document);
      await expect(namedDocument(`https://lab.example/#${link}`)).resolves.toEqual(document);
    }
    await expect(namedDocument("x1:task.rate=0.05/")).resolves.toMatchObject({ task: { rate: 0.05 } });
  });

  test("nothing is guessed where nothing is near", async () => {
    await expect(namedDocument("xyz")).rejects.toThrow(/no file and no link\.$/);
  });
});

describe("files", () => {
  test("a byte order mark, as some editors put ahead, changes nothing", () => {
    expect(documentIn(fileOf(`\uFEFF${JSON.stringify(tinyExperiment)}`))).toEqual(tinyExperiment);
  });

  const withMethod = (changes: object) =>
    JSON.stringify({ ...tinyExperiment, method: { ...tinyExperiment.method, ...changes } });

  test.each([
    ["nothing", "", "is empty; name a JSON file of an experiment or a plan."],
    ["UTF-16", Buffer.from(`\uFEFF{}`, "utf16le"), "is UTF-16; save it as UTF-8."],
    ["a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xd8]), "is no text in UTF-8; name a JSON file"],
    ["control bytes", `{"kind": "\u001b[2J"}`, "is not JSON: Bad control character"],
    ["half a document", `{"kind": "experiment", "vers`, "is not JSON: "],
    ["a list", "[]", "This is not an experiment or a plan: expected a JSON object, found []."],
    ["a deep nest", "[".repeat(1e6) + "]".repeat(1e6), "This is not an experiment or a plan"],
    ["a number that is none", `{"kind": "experiment", "version": 1e999}`, `"version" is Infinity`],
    [
      "a pair of another kind",
      withMethod({ pairLambda: { "Section 1": 1 } }),
      "it must be a pair's name, such as section1",
    ],
    [
      "a pair that is not there",
      withMethod({ pairLambda: { section9: 1 } }),
      `pairLambda names "section9", but the pairs are section1, section2, section3`,
    ],
    [
      "a pair of no weight",
      withMethod({ pairLambda: { section1: -1 } }),
      `"method.pairLambda.section1" is -1; use a number from 0 to 1000000`,
    ],
    [
      "a name that every object has",
      JSON.stringify(tinyExperiment).replace("{", '{"constructor": 1,'),
      `There is no setting "constructor"`,
    ],
    [
      "a name that every object has, within",
      withMethod({ pairLambda: JSON.parse('{"__proto__": 1}') as object }),
      `No setting is named`,
    ],
  ])("of %s", (_, contents, sentence) => {
    const file = fileOf(contents);
    expect(() => documentIn(file)).toThrow(sentence);
    expect(() => documentIn(file)).toThrow(file);
  });

  test("a folder, and nothing at all", () => {
    expect(() => documentIn(folder)).toThrow(`${folder} is a folder; name a JSON file in it.`);
    expect(() => documentIn(join(folder, "none"))).toThrow(
      /none cannot be read: no such file or directory; name a file/,
    );
  });

  test.skipIf(!existsSync("/dev/zero"))("a file without end is not read to its end", () => {
    expect(() => documentIn("/dev/zero")).toThrow("/dev/zero is longer than the 16777216 bytes");
  });
});

test.each([
  ["presets", () => presetsCommand(["smoke"]), `presets takes nothing behind it; leave out "smoke".`],
  ["schema", () => schemaCommand(["--json"]), `schema takes nothing behind it; leave out "--json".`],
  ["link with too much", () => linkCommand(["decode", "a", "b"]), "Use link encode NAME, link decode LINK"],
  ["link that is none", () => linkCommand(["decode", "x1.AAAA"]), "The link is damaged"],
  [
    "record into a folder of runs",
    () => recordCommand(["smoke", join(folder, "x.gz"), "--out", "y"]),
    "leave out --out",
  ],
])("%s", async (_, command, sentence) => {
  await expect(command()).rejects.toThrow(sentence);
});

test("every cut and every changed letter of a link is one sentence", async () => {
  const link = await linkOf({ ...defaultExperiment, name: "a-longer-name", batch: 17 });
  const broken = [
    ...Array.from({ length: link.length }, (_, at) => link.slice(0, at)),
    ...Array.from(
      { length: link.length },
      (_, at) => `${link.slice(0, at)}${link[at] === "A" ? "B" : "A"}${link.slice(at + 1)}`,
    ),
  ];
  for (const text of broken) {
    await expect(namedDocument(text).then(() => text)).rejects.toMatchObject({ name: "BadInput" });
  }
});

test("what is quoted moves no cursor and stays on one line", () => {
  const { status, stderr } = spawnSync(process.execPath, ["scripts/lab.mjs", "run", "\u001b[2J\nsmoke\u2028\u0007"], {
    cwd: join(import.meta.dirname, "../.."),
    encoding: "utf8",
  });
  expect(status).toBe(2);
  expect(stderr.replace("Building the lab …\n", "")).toBe(
    `" [2J smoke " is no preset (npm run lab -- presets names them), no file and no link.\n`,
  );
});
