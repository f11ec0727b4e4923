/** What is wrong with files of the lab's own, its images and weights: kinds with their values, and the English of each. */

/** Of images that ship. */
export type ShippedFault =
  | { readonly kind: "bytes"; readonly found: number; readonly expected: number }
  /** SHA-256. */
  | { readonly kind: "hash"; readonly found: string; readonly expected: string }
  | { readonly kind: "images"; readonly expected: number }
  /** A key of the manifest. */
  | { readonly kind: "manifest"; readonly key: string };

/** Of safetensors. */
export type TensorFault =
  | { readonly kind: "short"; readonly bytes: number }
  | { readonly kind: "header-length"; readonly bytes: number }
  | { readonly kind: "header" }
  | { readonly kind: "tensor"; readonly name: string }
  | { readonly kind: "outside"; readonly name: string }
  | { readonly kind: "overlap" };

/** Of networks' weights in such a file. */
export type WeightsFault =
  | { readonly kind: "no-facts" }
  | { readonly kind: "own-hash" }
  /** Another teacher than the experiment names, by SHA-256. */
  | { readonly kind: "other"; readonly found: string; readonly asked: string }
  | {
      readonly kind: "misfit";
      readonly whose: "teacher" | "student";
      readonly parameter: string;
      readonly shape: readonly number[];
    };

/** Goes on after the file's name, as the others do. */
export function shippedFaultText(fault: ShippedFault): string {
  switch (fault.kind) {
    case "bytes":
      return `has ${fault.found} bytes instead of ${fault.expected}: it is damaged or incomplete; load it again, or restore it from the repository.`;
    case "hash":
      return `has SHA-256 ${fault.found.slice(0, 8)}… instead of ${fault.expected.slice(0, 8)}…: it is damaged or incomplete; load it again, or restore it from the repository.`;
    case "images":
      return `does not hold the ${fault.expected} images that the manifest names; restore both from the repository.`;
    case "manifest":
      return `is damaged (${fault.key}); restore it from the repository.`;
    default:
      return fault satisfies never;
  }
}

export function tensorFaultText(fault: TensorFault): string {
  return `is not a readable safetensors file: ${tensorWords(fault)}; make or download it again.`;
}

function tensorWords(fault: TensorFault): string {
  switch (fault.kind) {
    case "short":
      return `it has ${fault.bytes} bytes`;
    case "header-length":
      return `its header claims ${fault.bytes} bytes`;
    case "header":
      return "its header is not JSON";
    case "tensor":
      return `tensor "${fault.name}" is described wrongly`;
    case "outside":
      return `tensor "${fault.name}" lies outside the file`;
    case "overlap":
      return "its tensors overlap";
    default:
      return fault satisfies never;
  }
}

export function weightsFaultText(fault: WeightsFault): string {
  switch (fault.kind) {
    case "no-facts":
      return "is not a teacher made by this lab: its header has no fsp-lab.teacher that fits.";
    case "own-hash":
      return "is damaged: its weights do not have the hash that its header names.";
    case "other":
      return `has SHA-256 ${fault.found}, the experiment asks for ${fault.asked}; use the lab that it was made with, or another teacher.`;
    case "misfit":
      return `does not fit the ${fault.whose}'s network: "${fault.parameter}" should be [${fault.shape.join(",")}].`;
    default:
      return fault satisfies never;
  }
}
