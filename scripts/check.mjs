// npm run check: everything about the code that needs no run of it.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { run } from "./child.mjs";
import { headerFile, headerFiles } from "./headers.mjs";
import { install } from "./install.mjs";
import { lock } from "./lock.mjs";
import { messages } from "./messages.mjs";
import { plantedViolations } from "./planted.mjs";
import { commandFile, root, script } from "./project.mjs";

/** @typedef {{ ok: boolean, output: string }} Outcome */

/** @param {string} packageName @param {string} command @param {string[]} args @returns {Promise<Outcome>} */
async function tool(packageName, command, args) {
  const { code, output } = await run(process.execPath, [commandFile(packageName, command), ...args], { cwd: root });
  return { ok: code === 0, output };
}

/** A file that passes on what others export hides where things are, and pulls all of it into every bundle. (AssemblyScript's `*.as.ts` must: its entry exports what JavaScript may call.)
 * @returns {Promise<Outcome>} */
async function reexports() {
  const folder = join(root, "src");
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /(?<!\.as)\.tsx?$/.test(name),
  );
  const found = names.flatMap((name) => {
    const text = readFileSync(join(folder, name), "utf8");
    return /^export\s+(?:type\s+)?(?:\*|\{[^}]*\})[^;\n]*\sfrom\s/m.test(text)
      ? [`src/${name} exports what another file defines`]
      : [];
  });
  return { ok: found.length === 0, output: found.join("\n") };
}

/** @returns {Promise<Outcome>} */
async function headers() {
  const wrong = [...headerFiles].filter(([name, text]) => readFileSync(headerFile(name), "utf8") !== text);
  const names = wrong.map(([name]) => `public/${name}`).join(", ");
  return {
    ok: wrong.length === 0,
    output: `${names} is not what scripts/headers.mjs writes: run node scripts/headers.mjs`,
  };
}

/** What the texts name: a path, a test by its file's name, another text.
 * @returns {Promise<Outcome>} */
async function texts() {
  const files = ["README.md", "bench/README.md", ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`)];
  const tests = new Set(
    ["src", "e2e"].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => basename(name)),
    ),
  );
  const found = files
    .filter((file) => file.endsWith(".md"))
    .flatMap((file) => {
      const text = readFileSync(join(root, file), "utf8");
      const paths = [...text.matchAll(/(?<![\w./-])(?:src|docs|scripts|e2e)\/[\w./-]*\w/g)].map(([path]) => path);
      const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => join(dirname(file), path ?? ""));
      const named = [...text.matchAll(/`([\w-]+\.test\.ts)`/g)].flatMap(([, name]) => name ?? []);
      const gone = [
        ...[...paths, ...links].filter((path) => !existsSync(join(root, path))),
        ...named.filter((name) => !tests.has(name)),
      ];
      return gone.map((path) => `${file} names ${path}, which is not there`);
    });
  return { ok: found.length === 0, output: found.join("\n") };
}

/** The longest first, so that the two cores are busy to the end.
 * @type {[string, () => Promise<Outcome>][]} */
const steps = [
  ["types", () => tool("typescript", "tsc", ["-b"])],
  ["planted violations", plantedViolations],
  ["lint", () => tool("oxlint", "oxlint", [])],
  ["dead code", () => tool("knip", "knip", ["--no-progress"])],
  ["format", () => tool("oxfmt", "oxfmt", ["--check"])],
  ["messages", messages],
  ["re-exports", reexports],
  ["headers", headers],
  ["lock", lock],
  ["texts", texts],
];

/** @returns {Promise<number>} how many steps failed */
export async function check() {
  const waiting = [...steps];
  let failed = 0;
  const work = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const [name, outcome] = step;
      const start = performance.now();
      const { ok, output } = await outcome();
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      console.log(`${ok ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
      if (!ok) console.log(output.trim());
      if (!ok) failed += 1;
    }
  };
  await Promise.all([work(), work()]);
  return failed;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await script(async () => {
    await install();
    process.exitCode = (await check()) > 0 ? 1 : 0;
  });
}
