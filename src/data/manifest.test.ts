import { expect, test } from "vitest";
import { BadInput } from "../core/bad-input.ts";
import { manifestOf } from "./manifest.ts";

const shard = { file: "a-00.bin.gz", count: 2, bytes: 9, sha256: "0".repeat(64), contentsSha256: "f".repeat(64) };
const whole = { classes: ["a", "b"], imageSize: [28, 28, 1], shards: { training: [shard], test: [shard] } };

function read(value: unknown) {
  return manifestOf(new TextEncoder().encode(JSON.stringify(value)), "data/x/manifest.json");
}

test("a whole manifest is read; what it says beside the point is left out", () => {
  const { classes, imageSize, training, test: testShards } = read({ ...whole, title: "X" });
  expect({ classes, imageSize, training, test: testShards }).toEqual({
    classes: ["a", "b"],
    imageSize: [28, 28, 1],
    training: [shard],
    test: [shard],
  });
});

test.each([
  ["classes", { ...whole, classes: [] }],
  ["classes", { ...whole, classes: [1] }],
  ["imageSize", { ...whole, imageSize: [28, 28] }],
  ["imageSize", { ...whole, imageSize: [28, 0, 1] }],
  ["shards.training", { ...whole, shards: { test: [shard] } }],
  ["shards.training", { ...whole, shards: { training: [], test: [shard] } }],
  ["shards.training", { ...whole, shards: { training: [{ ...shard, count: 1.5 }], test: [shard] } }],
  ["shards.training", { ...whole, shards: { training: [{ ...shard, file: "../secret" }], test: [shard] } }],
  ["shards.test", { ...whole, shards: { training: [shard], test: [{ ...shard, sha256: "beef" }] } }],
  ["classes", null],
  ["classes", "text"],
])("a manifest with wrong %s is refused, and the sentence names the file", (what, value) => {
  expect(() => read(value)).toThrow(`data/x/manifest.json is damaged (${what}); restore it from the repository.`);
});

test.each([[new Uint8Array([0xff, 0xfe])], [new Uint8Array()]])(
  "bytes that are no JSON are refused as bad input",
  (bytes) => {
    expect(() => manifestOf(bytes, "m")).toThrow(BadInput);
  },
);
