/** What the screen edits of the methods, beside FSP's own matrices: each setting is named as in the document. */
import type { Method, MethodKind } from "../core/experiment.ts";
import { readsFsp } from "../core/methods/facts.ts";
import type { LayerChoice } from "../core/methods/layers.ts";
import { usualMethods } from "../core/methods/usual.ts";

export interface MethodSettings {
  readonly shuffled: boolean;
  readonly layers: LayerChoice;
  readonly lambdaEnd: number;
  readonly temperature: number;
  readonly share: number;
  readonly hintWeight: number;
  readonly softWeight: number;
  readonly softWeightEnd: number;
  readonly beta: number;
  readonly gamma: number;
}

/** Those that are plain numbers, in the order in which they are shown. */
export const methodNumbers = [
  "lambdaEnd",
  "hintWeight",
  "beta",
  "gamma",
  "temperature",
  "share",
  "softWeight",
  "softWeightEnd",
] as const satisfies readonly (keyof MethodSettings)[];

const { fitnets, at, sp } = usualMethods;
const usual: MethodSettings = {
  ...usualMethods["fsp-joint"],
  ...usualMethods.kd,
  ...sp,
  ...at,
  hintWeight: fitnets.hintWeight,
  softWeight: fitnets.softWeight,
  softWeightEnd: fitnets.softWeightEnd,
  shuffled: false,
};
const keys: readonly (keyof MethodSettings)[] = ["shuffled", "layers", ...methodNumbers];

/** Whether a method of this kind has a setting of this name. */
export function hasSetting(kind: MethodKind, key: keyof MethodSettings): boolean {
  const method = usualMethods[kind];
  return key === "shuffled" ? readsFsp(method) : key in method;
}

/** Whether a setting of this name is of methods, and none of this kind. */
export function isForeign(kind: MethodKind, setting: string): boolean {
  const key = keys.find((own) => own === setting);
  return key !== undefined && !hasSetting(kind, key);
}

/** The method's own, and for what it lacks the usual ones. */
export function methodSettingsOf(method: Method): MethodSettings {
  const own: Partial<MethodSettings> & Pick<Method, "kind"> = method;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets that every key is given
  return Object.fromEntries(keys.map((key) => [key, own[key] ?? usual[key]])) as unknown as MethodSettings;
}

/** The method with those of the settings that it has. */
export function withMethodSettings<M extends Method>(method: M, settings: MethodSettings): M {
  const own = keys.filter((key) => hasSetting(method.kind, key));
  return { ...method, ...Object.fromEntries(own.map((key) => [key, settings[key]])) };
}

/** How matrices are compared stays from one method of FSP to another; all else is the new method's usual. */
export function methodOfKind(method: Method, kind: MethodKind): Method {
  if (method.kind === kind) return method;
  const usualOne = usualMethods[kind];
  if (!readsFsp(method) || !readsFsp(usualOne)) return usualOne;
  const { kind: _, lambda: _lambda, ...matrices } = method;
  const shared = Object.entries(matrices).filter(
    ([key]) => key in usualOne || ["convention", "matching", "matrix", "remedy", "shuffled"].includes(key),
  );
  return { ...usualOne, ...Object.fromEntries(shared) };
}
