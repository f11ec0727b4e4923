/** Every fault of a file or a host, in both languages: the Chinese has no English but names of formats, fields and files. */
import { expect, test } from "vitest";
import type {
  Damage,
  DataFault,
  FaultPlace,
  Limited,
  MissingPart,
  PlainDamage,
  Unsupported,
} from "../../core/data-fault.ts";
import type { HubFault } from "../../core/hub-fault.ts";
import type { Problem } from "../../core/problem.ts";
import { problems as english } from "./en/problems.ts";
import { problems as chinese } from "./zh/problems.ts";

/** One of each, which the compiler counts. */
type OfEach<Key extends string, T> = { readonly [K in Key]: T };

const plain = <Key extends string>(all: OfEach<Key, null>) => Object.keys(all) as Key[];

const plainDamages = plain<PlainDamage>({
  beginning: null,
  header: null,
  "header-end": null,
  end: null,
  chunk: null,
  "chunk-checksum": null,
  "data-length": null,
  palette: null,
  "other-length": null,
  "header-checksum": null,
  "file-size": null,
  directory: null,
  "directory-cut": null,
  misplaced: null,
  checksum: null,
  "no-image": null,
  "table-length": null,
  "endless-number": null,
  "no-column": null,
  outside: null,
  lists: null,
  "page-end": null,
  "page-kind": null,
  "page-values": null,
  unlisted: null,
  absent: null,
  "no-runs": null,
  list: null,
  ends: null,
  hash: null,
});
const damages: { readonly [Why in Exclude<Damage["why"], PlainDamage>]: Damage } = {
  labels: { why: "labels", labels: 2, images: 3 },
  cells: { why: "cells", found: 2, first: 3 },
  line: { why: "line", most: 1000 },
  version: { why: "version", version: 9 },
  values: { why: "values", values: 2, rows: 3 },
  pixels: { why: "pixels", width: 9000, height: 1 },
  silent: { why: "silent", seconds: 45 },
  foreign: { why: "foreign", reason: "The source image could not be decoded." },
};
const unsupported: { readonly [What in Unsupported["what"]]: Unsupported } = {
  deep: { what: "deep" },
  "tar-member": { what: "tar-member" },
  "member-name": { what: "member-name" },
  zip64: { what: "zip64" },
  encrypted: { what: "encrypted" },
  picture: { what: "picture" },
  "browser-picture": { what: "browser-picture" },
  method: { what: "method", method: 12 },
  type: { what: "type", type: "|O" },
  shape: { what: "shape", shape: "2x3" },
  pixel: { what: "pixel", value: -1, isFloat: false },
  cell: { what: "cell", cell: "x" },
  table: { what: "table", lines: 2, pixels: 3 },
  codec: { what: "codec", codec: "ZSTD" },
};
const limited = plain<Limited>({
  bytes: null,
  unpacked: null,
  ratio: null,
  files: null,
  images: null,
  classes: null,
  side: null,
  milliseconds: null,
});
const missing = plain<MissingPart>({
  "second-class": null,
  "class-folders": null,
  "class-folder": null,
  "readable-classes": null,
  image: null,
  "labels-array": null,
  arrays: null,
  "images-of-labels": null,
  columns: null,
});
const faults: { readonly [Kind in DataFault["kind"]]: readonly DataFault[] } = {
  format: [{ kind: "format" }],
  unsupported: [
    ...Object.values(unsupported).map((fault): DataFault => ({ kind: "unsupported", ...fault })),
    { kind: "unsupported", what: "pixel", value: 1.5, isFloat: true },
  ],
  damaged: [null, "zip"].flatMap((form) =>
    [...Object.values<Damage>(damages), ...plainDamages.map((why) => ({ why }))].map(
      (damage) => ({ kind: "damaged", form, damage }) as const,
    ),
  ),
  cut: [{ kind: "cut", expected: 2000, found: 1 }],
  limit: limited.map((what) => ({ kind: "limit", what, most: 1, found: 2 })),
  label: [{ kind: "label", label: "12", classes: 10 }],
  missing: [
    ...missing.map((what) => ({ kind: "missing", what }) as const),
    { kind: "missing", what: "labels", name: "labels-idx1-ubyte" },
  ],
  mixed: [{ kind: "mixed", found: "8x8x1", others: "9x9x3" }],
};
const places: { readonly [At in FaultPlace["at"]]: FaultPlace } = {
  record: { at: "record", index: 1 },
  line: { at: "line", index: 2 },
  row: { at: "row", index: 3 },
  number: { at: "number", index: 4 },
  entry: { at: "entry", index: 5 },
  byte: { at: "byte", index: 512 },
  member: { at: "member", path: "run/metrics.csv" },
  column: { at: "column", group: 1, column: "image.bytes" },
  contents: { at: "contents" },
};
const ofHub: { readonly [Kind in HubFault["kind"]]: HubFault } = {
  status: { kind: "status", status: 404 },
  unreached: { kind: "unreached", reason: "Failed to fetch" },
  silent: { kind: "silent", seconds: 30 },
  cut: { kind: "cut", expected: 2, found: 1 },
  larger: { kind: "larger", agreed: 1, found: 2 },
  whole: { kind: "whole" },
  answer: { kind: "answer" },
  empty: { kind: "empty" },
};

const fileProblems = [
  ...Object.values(faults)
    .flat()
    .map((fault): Problem => ({ code: "data-file", file: "a.zip", place: null, fault })),
  ...Object.values<FaultPlace>(places).map((place): Problem => ({
    code: "data-file",
    file: "a.zip",
    place,
    fault: { kind: "format" },
  })),
];
const hubProblems = Object.values<HubFault>(ofHub).map((fault): Problem => ({
  code: "hub",
  host: "huggingface.co",
  what: "ylecun/mnist",
  fault,
}));

test.each([...fileProblems, ...hubProblems])("%j has its sentence in both languages", (problem) => {
  expect(english.problems.sentence(problem, null)).toMatch(/^[a-z].* .*\.$/);
  expect(english.problems.sentence(problem, null)).not.toContain("undefined");
  const text = chinese.problems.sentence(problem, null);
  expect(text).toMatch(/[\u4e00-\u9fff].*。$/);
  expect(text).not.toMatch(/undefined|[a-z]{2,} [a-z]{2,}/i);
});
