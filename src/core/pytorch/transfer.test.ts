/** What a program does of a teacher from another task, or refuses to. */
import { expect, test } from "vitest";
import type { Experiment } from "../experiment.ts";
import { paperTables } from "../paper/presets.ts";
import { pytorchProgram } from "./program.ts";

const rowOf = (plan: string, row: string): Experiment =>
  paperTables.get(plan)!.experiments.find(({ name }) => name === row)!;

test("grey images are repeated where the experiment sees them in colour, and the classifier begins anew", () => {
  const program = pytorchProgram(rowOf("transfer-other-set", "teacher-fine-tuned"));
  expect(program).toContain("framed(pixels, 32).repeat(3, axis=3), labels");
  expect(program).toContain('anew = student.arrays(), teacher.arrays(), ("fc.kernel", "fc.bias")');
  const copied = pytorchProgram(rowOf("paper-table-1-small", "teacher-copied-21k"));
  expect(copied).toContain("anew = student.arrays(), teacher.arrays(), ()");
});

test("a teacher that learns another task first is refused, and wanted by none that has no teacher", () => {
  expect(() => pytorchProgram(rowOf("paper-table-5-small", "fsp"))).toThrow(/another task first/);
  expect(pytorchProgram(rowOf("paper-table-5-small", "student-from-scratch"))).toContain("STAGE_2");
});
