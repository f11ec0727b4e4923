/** What is wrong with a file of images that somebody gave: kinds with their values, and the English sentence of each. */

/** What may grow without end in a file from elsewhere; each has a limit. */
export type Limited = "bytes" | "unpacked" | "ratio" | "files" | "images" | "classes" | "side" | "milliseconds";

export type DataFault =
  /** None of the formats that the lab reads. */
  | { readonly kind: "format" }
  /** A format that it reads, in a form that it does not. */
  | { readonly kind: "unsupported"; readonly what: string; readonly wayOut: string }
  | { readonly kind: "damaged"; readonly detail: string }
  /** Bytes. */
  | { readonly kind: "cut"; readonly expected: number; readonly found: number }
  | { readonly kind: "limit"; readonly what: Limited; readonly most: number; readonly found: number }
  | { readonly kind: "label"; readonly label: string; readonly classes: number }
  /** Something that belongs to it was not given. */
  | { readonly kind: "missing"; readonly what: string }
  /** Sizes are `height x width x channels`. */
  | { readonly kind: "mixed"; readonly found: string; readonly others: string };

/** The part of the sentence behind the file and the place. */
export function faultSentence(fault: DataFault): string {
  switch (fault.kind) {
    case "format":
      return "is none of the formats that are read (CIFAR .bin, IDX, .npy, .npz, Parquet, CSV, a .zip or folder of images per class, .tar, .gz); convert it to one of them.";
    case "unsupported":
      return `holds ${fault.what}, which is not read; ${fault.wayOut}.`;
    case "damaged":
      return `is damaged (${fault.detail}); get the file again.`;
    case "cut":
      return `has ${fault.found} bytes where ${fault.expected} belong; get the whole file.`;
    case "limit":
      return `${limitWords(fault.what, fault.found)}, more than the ${fault.most} allowed; take a smaller part of the set.`;
    case "label":
      return `has the label ${fault.label}, but the classes are 0 to ${fault.classes - 1}; correct the label, or get the file again.`;
    case "missing":
      return `comes without ${fault.what}; give the file or folder that has it.`;
    case "mixed":
      return `has images of ${fault.found} where the others are ${fault.others}; give files of one set at a time.`;
    default:
      return fault satisfies never;
  }
}

function limitWords(what: Limited, found: number): string {
  switch (what) {
    case "bytes":
      return `has ${found} bytes`;
    case "unpacked":
      return `unpacks to ${found} bytes`;
    case "ratio":
      return `unpacks to ${found} times its bytes`;
    case "files":
      return `holds ${found} files`;
    case "images":
      return `holds ${found} images`;
    case "classes":
      return `has ${found} classes`;
    case "side":
      return `has an image of ${found} pixels a side`;
    case "milliseconds":
      return `takes ${found} ms to read`;
    default:
      return what satisfies never;
  }
}
