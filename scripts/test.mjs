// npm test: check, then unit tests, then the built page in a browser. `npm test -- unit e2e` runs only those parts.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { installBrowser } from "./browser.mjs";
import { check } from "./check.mjs";
import { run } from "./child.mjs";
import { install } from "./install.mjs";
import { buildPage } from "./page.mjs";
import { commandFile, Refusal, root, script } from "./project.mjs";
import { installPytorchInCi } from "./pytorch.mjs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

const reports = join(root, "build/reports");

/** @param {string} file @returns {any} the report, or undefined where the tests ended before they wrote one */
function reportIn(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** A run that ended badly counts as one failure at least, whatever its report says.
 * @param {Count} count @param {number} code @returns {Count} */
const honest = (count, code) => (code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count);

/** @returns {Promise<Count>} */
async function checkPart() {
  return { passed: 0, failed: await check(), skipped: 0 };
}

/** @returns {Promise<Count>} */
async function unitPart() {
  await installPytorchInCi();
  const file = join(reports, "unit.json");
  const args = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const { code } = await run(process.execPath, [commandFile("vitest", "vitest"), ...args], {
    cwd: root,
    output: "inherit",
  });
  const report = reportIn(file);
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  /** @type {{ status: string, assertionResults: unknown[] }[]} */
  const files = report.testResults;
  // A file that could not even be loaded has no tests to count.
  const unloaded = files.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  ).length;
  const count = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  return honest(count, code);
}

/** @returns {Promise<Count>} */
async function e2ePart() {
  await installBrowser();
  await buildPage();
  const file = join(reports, "e2e.json");
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: file };
  const args = [commandFile("@playwright/test", "playwright"), "test", "--reporter=list,json"];
  const { code } = await run(process.execPath, args, { cwd: root, env, output: "inherit" });
  const report = reportIn(file);
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const { expected, flaky, unexpected, skipped } = report.stats;
  return honest({ passed: expected + flaky, failed: unexpected, skipped }, code);
}

const parts = { check: checkPart, unit: unitPart, e2e: e2ePart };
/** @typedef {keyof typeof parts} Part */
const names = /** @type {Part[]} */ (Object.keys(parts));

/** @returns {Part[]} */
function chosenParts() {
  const wanted = process.argv.slice(2);
  const unknown = wanted.find((name) => !names.some((part) => part === name));
  if (unknown !== undefined) throw new Refusal(`There is no part "${unknown}": choose among ${names.join(", ")}.`);
  return wanted.length === 0 ? names : names.filter((part) => wanted.includes(part));
}

await script(async () => {
  const chosen = chosenParts();
  await install();
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const part of chosen) {
    console.log(`\n== ${part} ==`);
    /** @type {Count} */
    let count;
    try {
      count = await parts[part]();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      console.error(error.message);
      count = { passed: 0, failed: 1, skipped: 0 };
    }
    total.passed += count.passed;
    total.failed += count.failed;
    total.skipped += count.skipped;
  }
  console.log(
    `\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ""}`,
  );
  process.exitCode = total.failed > 0 ? 1 : 0;
});
