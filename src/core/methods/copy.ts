/** Weight copy, the paper's control: the student begins with those of the teacher's parameters that fit. */
import * as v from "valibot";
import type { Network } from "../network.ts";
import { parametersOf } from "../network.ts";

export const copySchema = v.strictObject({ kind: v.literal("copy") });

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
export function copiedParameters(teacher: Network, student: Network): ReadonlySet<string> {
  const theirs = new Map(parametersOf(teacher).map(({ name, shape }) => [name, shape.join()]));
  return new Set(parametersOf(student).flatMap(({ name, shape }) => (theirs.get(name) === shape.join() ? [name] : [])));
}

export function copyCounts(teacher: Network, student: Network): CopyCounts {
  const fitting = copiedParameters(teacher, student);
  const count = (isCopied: boolean): ParameterCount => {
    const counted = parametersOf(student).filter(({ name }) => fitting.has(name) === isCopied);
    const sizes = counted.map(({ shape }) => shape.reduce((product, n) => product * n, 1));
    return { parameters: counted.length, numbers: sizes.reduce((sum, n) => sum + n, 0) };
  };
  return { copied: count(true), kept: count(false) };
}
