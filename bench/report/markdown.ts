/** A run's results as a page of Markdown. */
import { isFlat } from "../memory.ts";
import type { Results, Row } from "../results.ts";
import { ours } from "../results.ts";
import { bytes, milliseconds, short, times } from "./numbers.ts";
import type { Target } from "./targets.ts";
import { targetsOf } from "./targets.ts";

/** `charts` are the names of pictures beside the page. */
export function markdownOf(results: Results, charts: readonly string[]): string {
  const { machine, extent, seconds, notes } = results;
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  const adapters = [
    ...new Set(
      results.rows
        .filter((row) => !row.case.endsWith("@null"))
        .flatMap(({ adapter, software }) => (adapter ? [`${adapter}${software ? " (software)" : ""}`] : [])),
    ),
  ];
  return [
    `# Bench, ${machine.date}`,
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system}. ${versions.join(", ")}. ${adapters.length > 0 ? `Adapters: ${adapters.join("; ")}.` : "No GPU."} A ${extent} run of ${short(seconds / 60)} minutes; derived from the JSON file beside it.`,
    notes.map((note) => `- ${note}`).join("\n"),
    "## Targets",
    targetTable(targetsOf(results)),
    ...charts.map((chart) => `![${chart}](${chart})`),
    ...sections(results.rows).flatMap(([title, rows]) => [`## ${title}`, timeTable(rows)]),
    ...memorySection(results),
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
}

export function targetTable(targets: readonly Target[]): string {
  const verdict = ({ isMet }: Target) => (isMet === null ? "–" : isMet ? "met" : "**missed**");
  return table(
    ["what", "target", "measured", ""],
    targets.map((target) => [target.what, target.target, target.measured, verdict(target)]),
  );
}

function sections(rows: readonly Row[]): [title: string, rows: Row[]][] {
  const isStep = (row: Row) => row.case.startsWith("resnet");
  const at = (setting: string) => (row: Row) => row.case.endsWith(`@${setting}`);
  const inNode = (row: Row) => !row.case.includes("@");
  const all: [string, Row[]][] = [
    ["Training steps in Node", rows.filter((row) => isStep(row) && inNode(row))],
    ["Single kernels in Node", rows.filter((row) => !isStep(row) && inNode(row))],
    ["Issue alone: steps on Dawn's null backend, which executes nothing", rows.filter(at("null"))],
    ["Training steps in a Chromium worker", rows.filter((row) => isStep(row) && at("chromium")(row))],
    ["Single kernels in a Chromium worker", rows.filter((row) => !isStep(row) && at("chromium")(row))],
    ["Growth", rows.filter(at("growth"))],
  ];
  return all.filter(([, found]) => found.length > 0);
}

function timeTable(rows: readonly Row[]): string {
  const own = (row: Row, backend: string) =>
    rows.find((mine) => mine.case === row.case && mine.engine === ours && mine.backend === backend);
  const against = (row: Row, backend: string) => {
    const mine = own(row, backend)?.msMedian;
    return mine && row.msMedian !== null && row.engine !== ours ? times(row.msMedian / mine) : "";
  };
  const name = (row: Row, index: number) => (rows[index - 1]?.case === row.case ? "" : row.case.replace(/@.*/, ""));
  return table(
    [
      "case",
      "engine",
      "median",
      "least to most (runs)",
      "over our webgpu",
      "over our wasm",
      "dispatches",
      "uploaded",
      "note",
    ],
    rows.map((row, index) => [
      name(row, index),
      `${row.engine} ${row.backend}${row.threads !== null && row.threads > 1 ? `, ${row.threads} threads` : ""}${row.software ? " (software)" : ""}`,
      row.msMedian === null ? "" : milliseconds(row.msMedian),
      row.runs > 1 ? `${short(row.msMin!)} to ${short(row.msMax!)} (${row.runs})` : row.runs === 1 ? "one run" : "",
      against(row, "webgpu"),
      against(row, "wasm"),
      row.counts ? short(row.counts.dispatches) : "",
      row.counts ? bytes(row.counts.uploadedBytes) : "",
      row.note ?? "",
    ]),
  );
}

function memorySection({ memory }: Results): string[] {
  return memory.flatMap((check) => [
    `## Memory, ${check.backend}${check.adapter ? ` (${check.adapter})` : ""}: ${isFlat(check) ? "flat" : "not flat"}`,
    table(
      [`steps of ${check.work}`, "tensors", "pool", "heap"],
      check.samples.map(({ step, tensors, poolBytes, heapBytes }) => [
        String(step),
        String(tensors),
        bytes(poolBytes),
        bytes(heapBytes),
      ]),
    ),
  ]);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
