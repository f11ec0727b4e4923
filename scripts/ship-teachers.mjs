// node scripts/ship-teachers.mjs DIR: of the runs that `npm run lab -- run docs/teachers.json --out DIR` left, puts each one's
// teacher under public/teachers by its experiment's name, its recipe and accuracy beside it, and prints what
// src/core/shipped-teachers.ts has of it.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Refusal, root, script } from "./project.mjs";

/** What the lab writes of a teacher into its file's header.
 * @param {Buffer} bytes @returns {{ scores: { test: number }, weightsHash: string, origin: { recipe: object, data: object } }} */
function factsIn(bytes) {
  const length = Number(bytes.readBigUInt64LE(0));
  return JSON.parse(JSON.parse(bytes.toString("utf8", 8, 8 + length)).__metadata__["fsp-lab.teacher"]);
}

await script(async () => {
  const [folder] = process.argv.slice(2);
  if (folder === undefined || !existsSync(folder))
    throw new Refusal("Name the folder that `npm run lab -- run docs/teachers.json --out DIR` wrote.");
  for (const run of readdirSync(folder).toSorted()) {
    const file = join(folder, run, "teacher.safetensors");
    if (!existsSync(file)) continue;
    const { experiment: name, environment } = JSON.parse(readFileSync(join(folder, run, "result.json"), "utf8"));
    const bytes = readFileSync(file);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const { scores, weightsHash, origin } = factsIn(bytes);
    const { recipe, data } = origin;
    const facts = { name, sha256, recipe, data, accuracy: scores, weightsHash, environment };
    writeFileSync(join(root, "public/teachers", `${name}.safetensors`), bytes);
    writeFileSync(join(root, "public/teachers", `${name}.json`), `${JSON.stringify(facts, null, 2)}\n`);
    console.log(`${name}, ${bytes.length} bytes, test accuracy ${scores.test}: "${sha256}"`);
  }
});
