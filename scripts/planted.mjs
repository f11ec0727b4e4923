// Plants what the project forbids into a copy of its layout and expects the compiler and the linter to find all of it.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./child.mjs";
import { commandFile, onInterrupt, root } from "./project.mjs";

/** What each folder of src sees, as DESIGN says: of src, and of packages. */
const sees = {
  core: { folders: [], packages: ["valibot"] },
  protocol: { folders: ["core"], packages: ["valibot"] },
  data: { folders: ["core"], packages: ["fast-png", "fflate", "hyparquet"] },
  storage: { folders: ["core"], packages: ["idb", "valibot"] },
  kernels: { folders: ["core"], packages: ["@tensorflow/"] },
  models: { folders: ["core", "kernels"], packages: ["@tensorflow/"] },
  engine: { folders: ["core", "data", "kernels", "models"], packages: ["@tensorflow/"] },
  worker: { folders: ["core", "protocol", "data", "storage", "engine"], packages: ["valibot"] },
  client: { folders: ["core", "protocol", "storage"], packages: ["valibot", "zustand"] },
  ui: { folders: ["core", "client"], packages: ["react", "react-dom", "recharts", "uqr", "zustand"] },
  cli: { folders: ["core", "data", "engine"], packages: ["valibot", "@valibot/", "webgpu", "node:"] },
};
/** @typedef {keyof typeof sees} Folder */
const folders = /** @type {Folder[]} */ (Object.keys(sees));

/** Files that break one rule each. */
const misdeeds = [
  {
    file: "src/core/planted-a.ts",
    rule: "no-cycle",
    text: `import { b } from "./planted-b.ts";\nexport const a = (): number => b;\n`,
  },
  {
    file: "src/core/planted-b.ts",
    rule: "no-cycle",
    text: `import { a } from "./planted-a.ts";\nexport const b: number = a();\n`,
  },
  {
    file: "src/core/planted-chance.ts",
    rule: "no-restricted-properties",
    text: "export const chance = Math.random();\n",
  },
  { file: "src/core/planted-any.ts", rule: "no-explicit-any", text: "export const anything: any = 1;\n" },
  { file: "src/core/planted-default.ts", rule: "no-default-export", text: "export default 1;\n" },
  { file: "src/ui/planted-word.tsx", rule: "jsx-no-literals", text: "export const word = () => <p>Planted</p>;\n" },
  {
    file: "src/ui/planted-label.tsx",
    rule: "jsx-no-literals",
    text: `export const label = () => <p aria-label="Planted" />;\n`,
  },
];

/** Folders that `folder` reaches by references, directly or not: the compiler lets these through, the linter must not.
 * @param {Folder} folder @returns {Set<string>} */
function reached(folder) {
  const next = /** @type {Folder[]} */ (sees[folder].folders);
  return new Set([...next, ...next.flatMap((other) => [...reached(other)])]);
}

/** @param {Folder} folder */
const unseen = (folder) =>
  folders.filter((other) => other !== folder && !sees[folder].folders.some((f) => f === other));

/** @param {string[]} names @param {(name: string) => string} from */
const importing = (names, from) =>
  names.map((name, i) => `import * as n${i} from "${from(name)}";\nexport const use${i} = n${i};\n`).join("");

/** @param {string} copy @returns {{ place: string, rule: string }[]} every place that must be found, as `file:line` */
function plant(copy) {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const packages = [...Object.keys(dependencies), "@valibot/to-json-schema", "webgpu", "node:fs"].filter(
    (name) => name.startsWith("node:") || name in dependencies || name in devDependencies,
  );
  cpSync(join(root, ".oxlintrc.json"), join(copy, ".oxlintrc.json"));
  cpSync(join(root, "tsconfig.base.json"), join(copy, "tsconfig.base.json"));
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  const expected = [];
  for (const folder of folders) {
    const own = join(copy, "src", folder);
    mkdirSync(own, { recursive: true });
    cpSync(join(root, "src", folder, "tsconfig.json"), join(own, "tsconfig.json"));
    const strange = packages.filter(
      (name) => !sees[folder].packages.some((p) => name === p || (/[/:]$/.test(p) && name.startsWith(p))),
    );
    writeFileSync(join(own, "target.ts"), "export const target = 1;\n");
    writeFileSync(
      join(own, "allowed.ts"),
      "export const own = 1;\n" + importing(sees[folder].folders, (name) => `../${name}/target.ts`),
    );
    writeFileSync(
      join(own, "planted.ts"),
      importing(unseen(folder), (name) => `../${name}/target.ts`),
    );
    writeFileSync(
      join(own, "packages.ts"),
      importing(strange, (name) => name),
    );
    for (const [i, other] of unseen(folder).entries()) {
      const place = `src/${folder}/planted.ts:${i * 2 + 1}`;
      expected.push({ place, rule: "no-restricted-imports" });
      if (!reached(folder).has(other)) expected.push({ place, rule: "TS6307" });
    }
    for (const i of strange.keys())
      expected.push({ place: `src/${folder}/packages.ts:${i * 2 + 1}`, rule: "no-restricted-imports" });
  }
  for (const { file, rule, text } of misdeeds) {
    writeFileSync(join(copy, file), text);
    expected.push({
      place: `${file}:${rule === "no-cycle" ? 1 : text.split("\n").findIndex((line) => line) + 1}`,
      rule,
    });
  }
  return expected;
}

/** @param {string} copy @returns {Promise<string[]>} `file:line rule`, all that is found */
async function findings(copy) {
  const references = folders.map((folder) => `src/${folder}`);
  const [types, lint] = await Promise.all([
    run(process.execPath, [commandFile("typescript", "tsc"), "-b", ...references, "--pretty", "false"], { cwd: copy }),
    run(process.execPath, [commandFile("oxlint", "oxlint"), "--format", "unix", "src"], { cwd: copy }),
  ]);
  const typeErrors = types.output.matchAll(/^(src\/[^(]+)\((\d+),\d+\): error (TS\d+)/gm);
  const lintErrors = lint.output.matchAll(/^(src\/[^:]+):(\d+):\d+: .*\(([^)]+)\)\]$/gm);
  return [...typeErrors, ...lintErrors].map(([, file, line, rule]) => `${file}:${line} ${rule}`);
}

/** @returns {Promise<{ ok: boolean, output: string }>} */
export async function plantedViolations() {
  const copy = mkdtempSync(join(tmpdir(), "fsp-lab-planted-"));
  const remove = () => rmSync(copy, { recursive: true, force: true });
  const forget = onInterrupt(remove);
  try {
    const expected = plant(copy);
    const found = new Set(await findings(copy));
    const missed = expected.filter(({ place, rule }) => !found.has(`${place} ${rule}`));
    const wrong = [...found].filter((text) => /\/allowed\.ts:/.test(text));
    const lines = [
      ...missed.map(({ place, rule }) => `planted in ${place}, but ${rule} did not see it`),
      ...wrong.map((text) => `allowed by the tree, but found: ${text}`),
    ];
    return { ok: lines.length === 0, output: lines.join("\n") };
  } finally {
    remove();
    forget();
  }
}
