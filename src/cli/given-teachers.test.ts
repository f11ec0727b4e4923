import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { sha256Of } from "../core/canonical.ts";
import { toPlan } from "../core/document.ts";
import type { StoredTeacher } from "../core/experiment.ts";
import { teacherBytes } from "../engine/network-file.ts";
import { withTeachers } from "./given-teachers.ts";
import { teacher } from "../testing/small-training.ts";
import { tinyExperiment, tinyExperimentParts } from "../testing/lab-parts.ts";

const folder = mkdtempSync(join(tmpdir(), "fsp-lab-teachers-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { recipe } = tinyExperimentParts;
const origin = { recipe, data: tinyExperiment.data, seed: 1 };
const bytes = teacherBytes({ ...teacher, origin });
const path = join(folder, "mine.safetensors");
writeFileSync(path, bytes);
const stored: StoredTeacher = {
  kind: "stored",
  name: "mine",
  sha256: await sha256Of(bytes),
  network: recipe.network,
};
const naming = toPlan({ ...tinyExperiment, teacher: stored });

describe("--teacher", () => {
  test("gives all experiments that teacher where none names one", async () => {
    const { plan, findTeacher } = await withTeachers(toPlan(tinyExperiment), [path], undefined);
    expect(plan.experiments.map((experiment) => experiment.teacher)).toEqual([stored]);
    expect(await findTeacher(stored.sha256)).toEqual(bytes);
  });

  test("gives an experiment the file whose hash it names, and leaves the plan as it is", async () => {
    const { plan, findTeacher } = await withTeachers(naming, [path], undefined);
    expect(plan).toBe(naming);
    expect(await findTeacher(stored.sha256)).toEqual(bytes);
  });

  test("is not needed where the file lies beside the document", async () => {
    const document = join(folder, "plan.json");
    writeFileSync(document, JSON.stringify(naming));
    const { findTeacher } = await withTeachers(naming, [], document);
    expect(await findTeacher(stored.sha256)).toEqual(bytes);
  });

  test("asks for the file by name where it is missing, or another one is given", async () => {
    await expect(withTeachers(naming, [], undefined)).rejects.toThrow(/learns from the teacher "mine".*give that file/);
    const other = join(folder, "other.safetensors");
    writeFileSync(other, teacherBytes({ ...teacher, iterations: 3 }));
    await expect(withTeachers(naming, [other], undefined)).rejects.toThrow(/but --teacher gives .*other\.safetensors/);
    await expect(withTeachers(toPlan(tinyExperiment), [other], undefined)).rejects.toThrow(/which network/);
    await expect(withTeachers(naming, [join(folder, "none")], undefined)).rejects.toThrow(/cannot be read/);
  });
});
