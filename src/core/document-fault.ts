/** What a document cannot say, beyond what one setting may be: kinds with their values, and the English sentence of each. */

export type DocumentFault =
  /** `found` is what stands there, as JSON. */
  | { readonly kind: "no-object"; readonly found: string }
  | { readonly kind: "no-kind"; readonly found: string }
  | { readonly kind: "version"; readonly found: string }
  /** A name that every object has. */
  | { readonly kind: "forbidden-name" }
  | { readonly kind: "experiment-twice"; readonly name: string }
  | { readonly kind: "baseline"; readonly name: string; readonly experiments: readonly string[] }
  | { readonly kind: "seed-twice"; readonly seed: number; readonly of: "plan" | "sweep" }
  | { readonly kind: "rate-order"; readonly rate: number }
  | { readonly kind: "pair"; readonly name: string; readonly pairs: readonly string[] }
  | { readonly kind: "class-order"; readonly index: number; readonly classes: number }
  | { readonly kind: "drop-order"; readonly drop: number; readonly iterations: number };

export function documentFaultText(fault: DocumentFault): string {
  switch (fault.kind) {
    case "no-object":
      return `This is not an experiment or a plan: expected a JSON object, found ${fault.found}.`;
    case "no-kind":
      return `This is not an experiment or a plan: "kind" is ${fault.found}, use "experiment" or "plan".`;
    case "version":
      return `"version" is ${fault.found}, but this lab reads version 1; open it with a newer lab.`;
    case "forbidden-name":
      return `No setting is named "__proto__", "constructor" or "prototype"; remove it.`;
    case "experiment-twice":
      return `Two experiments of the plan are named "${fault.name}"; give each its own name.`;
    case "baseline":
      return `The plan's baseline "${fault.name}" is none of its experiments (${fault.experiments.join(", ")}).`;
    case "seed-twice":
      return `Seed ${fault.seed} stands twice in the ${fault.of}; name each seed once.`;
    case "rate-order":
      return `The sweep's rate ${fault.rate} must be above the one before it; name each rate once, the least first.`;
    case "pair":
      return `pairLambda names "${fault.name}", but the pairs are ${fault.pairs.join(", ")}.`;
    case "class-order":
      return `the subset's class ${fault.index} must come after the one before it and be one of 0 to ${fault.classes - 1}.`;
    case "drop-order":
      return `the drop at iteration ${fault.drop} must come after the one before it and before the end at ${fault.iterations}.`;
    default:
      return fault satisfies never;
  }
}
