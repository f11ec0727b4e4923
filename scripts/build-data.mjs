// Makes public/data/fashion-mnist from the four IDX files: `node scripts/build-data.mjs IDX_FOLDER`.
// The files come from Debian's package dataset-fashion-mnist or from the data set's own page; gzipped or not.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { Refusal, root, script } from "./project.mjs";

const folder = join(root, "public/data/fashion-mnist");
const shardCount = 5000;
const side = 28;

const about = {
  name: "fashion-mnist",
  title: "Fashion-MNIST",
  source: "https://github.com/zalandoresearch/fashion-mnist",
  licence: "LICENSE.txt",
  classes: ["t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle-boot"],
  imageSize: [side, side, 1],
};

const licence = `Fashion-MNIST, https://github.com/zalandoresearch/fashion-mnist
The files in this folder hold its images and labels, rearranged and compressed by scripts/build-data.mjs.

The MIT License (MIT)

Copyright © 2017 Zalando SE, https://tech.zalando.com

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
`;

/** An IDX file of bytes: two zeros, type 8, the number of axes, each axis as a big-endian uint32, the bytes.
 * @param {string} source @param {string} name @param {number[]} shape */
function idxBytes(source, name, shape) {
  const file = [join(source, name), join(source, `${name}.gz`)].find((path) => existsSync(path));
  if (!file)
    throw new Refusal(`${source} holds neither ${name} nor ${name}.gz; give the folder with the four IDX files.`);
  const stored = readFileSync(file);
  const bytes = plain(stored, file);
  const header = Buffer.from([
    0,
    0,
    8,
    shape.length,
    ...shape.flatMap((n) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]),
  ]);
  const length = header.length + shape.reduce((product, n) => product * n, 1);
  if (!bytes.subarray(0, header.length).equals(header) || bytes.length !== length) {
    throw new Refusal(`${file} is no IDX file of ${shape.join("x")} bytes; download it again.`);
  }
  return bytes.subarray(header.length);
}

/** @param {Buffer} stored @param {string} file */
function plain(stored, file) {
  if (stored[0] !== 0x1f || stored[1] !== 0x8b) return stored;
  try {
    return gunzipSync(stored);
  } catch {
    throw new Refusal(`${file} is no whole gzip file; download it again.`);
  }
}

/** Bytes that depend on the contents only: no time, and "unknown" for the system.
 * @param {Buffer} contents */
function gzipped(contents) {
  const bytes = gzipSync(contents, { level: 9, memLevel: 9 });
  bytes.fill(0, 4, 8);
  bytes[9] = 255;
  return bytes;
}

/** @param {Buffer} bytes */
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** Writes the shards of one IDX pair; a shard is labels `[n]`, then pixels `[n, 28, 28]`.
 * @param {string} source @param {string} idxName @param {string} name @param {number} count */
function writeShards(source, idxName, name, count) {
  const pixels = idxBytes(source, `${idxName}-images-idx3-ubyte`, [count, side, side]);
  const labels = idxBytes(source, `${idxName}-labels-idx1-ubyte`, [count]);
  return Array.from({ length: count / shardCount }, (_, index) => {
    const from = index * shardCount;
    const to = from + shardCount;
    const contents = Buffer.concat([labels.subarray(from, to), pixels.subarray(from * side * side, to * side * side)]);
    const bytes = gzipped(contents);
    const file = `${name}-${String(index).padStart(2, "0")}.bin.gz`;
    writeFileSync(join(folder, file), bytes);
    return { file, count: shardCount, bytes: bytes.length, sha256: sha256(bytes), contentsSha256: sha256(contents) };
  });
}

await script(async () => {
  const source = process.argv[2];
  if (!source)
    throw new Refusal(
      "Use: node scripts/build-data.mjs IDX_FOLDER, the folder with the four IDX files of Fashion-MNIST.",
    );
  mkdirSync(folder, { recursive: true });
  const shards = {
    training: writeShards(source, "train", "train", 60_000),
    test: writeShards(source, "t10k", "test", 10_000),
  };
  const counts = { training: 60_000, test: 10_000 };
  writeFileSync(join(folder, "manifest.json"), `${JSON.stringify({ ...about, counts, shards }, null, 2)}\n`);
  writeFileSync(join(folder, "LICENSE.txt"), licence);
  const bytes = [...shards.training, ...shards.test].reduce((sum, shard) => sum + shard.bytes, 0);
  console.log(
    `${shards.training.length + shards.test.length} shards, ${(bytes / 1e6).toFixed(1)} MB, in public/data/fashion-mnist`,
  );
});
