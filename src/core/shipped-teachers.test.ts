/** The trained teachers that come with the lab: what is said of them is what their files say. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { tensorFileOf } from "./safetensors.ts";
import { shippedAccuracies, shippedOrigins, shippedTeachers } from "./shipped-teachers.ts";
import { teacherFactsKey, teacherFactsOf } from "./teacher-file.ts";

const folder = new URL("../../public/teachers/", import.meta.url);

test("there is a choice of them", () => {
  expect(shippedTeachers.length).toBeGreaterThanOrEqual(2);
});

test.each(shippedTeachers)("$name has its hash, network, accuracy and recipe, within 400 kB", async (teacher) => {
  const bytes = new Uint8Array(await readFile(new URL(`${teacher.name}.safetensors`, folder)));
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(teacher.sha256);
  expect(bytes.length).toBeLessThan(400_000);
  const beside: unknown = JSON.parse(await readFile(new URL(`${teacher.name}.json`, folder), "utf8"));
  const facts = teacherFactsOf(tensorFileOf(bytes, teacher.name).metadata[teacherFactsKey])!;
  const { name, sha256, network } = teacher;
  expect(beside).toMatchObject({ name, sha256, accuracy: facts.scores, recipe: { network } });
  expect(shippedAccuracies.get(teacher.sha256)).toBe(facts.scores.test);
  const { recipe, data } = shippedOrigins.get(teacher.sha256)!;
  expect(beside).toMatchObject({ recipe, data });
});
