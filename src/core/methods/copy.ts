/** Weight copy, the paper's control: the student begins with those of the teacher's parameters that fit. */
import * as v from "valibot";
import type { Network } from "../network.ts";
import { classifierOf, parametersOf } from "../network.ts";

export const copySchema = v.strictObject({
  kind: v.literal("copy"),
  /** false: what answers is begun anew, because the teacher's classes were others; left out: it is copied where it fits. */
  classifier: v.exactOptional(v.literal(false)),
});
export type CopyMethod = v.InferOutput<typeof copySchema>;

export interface ParameterCount {
  /** Arrays, such as one convolution's kernel; running statistics are some too. */
  readonly parameters: number;
  /** All of theirs together. */
  readonly numbers: number;
}

export interface CopyCounts {
  readonly copied: ParameterCount;
  /** These keep the student's initial values. */
  readonly kept: ParameterCount;
}

/** The student's parameters for which the teacher has one of equal name and shape. */
export function copiedParameters(method: CopyMethod, teacher: Network, student: Network): ReadonlySet<string> {
  const theirs = new Map(parametersOf(teacher).map(({ name, shape }) => [name, shape.join()]));
  const begunAnew = method.classifier === false ? classifierOf(student) : new Set();
  return new Set(
    parametersOf(student).flatMap(({ name, shape }) =>
      theirs.get(name) === shape.join() && !begunAnew.has(name) ? [name] : [],
    ),
  );
}

export function copyCounts(method: CopyMethod, teacher: Network, student: Network): CopyCounts {
  const fitting = copiedParameters(method, teacher, student);
  const count = (isCopied: boolean): ParameterCount => {
    const counted = parametersOf(student).filter(({ name }) => fitting.has(name) === isCopied);
    const sizes = counted.map(({ shape }) => shape.reduce((product, n) => product * n, 1));
    return { parameters: counted.length, numbers: sizes.reduce((sum, n) => sum + n, 0) };
  };
  return { copied: count(true), kept: count(false) };
}
