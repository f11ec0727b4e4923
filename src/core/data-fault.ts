/** What is wrong with a file of images that somebody gave: kinds with their values, which each language words. */

/** What may grow without end in a file from elsewhere; each has a limit. */
export type Limited = "bytes" | "unpacked" | "ratio" | "files" | "images" | "classes" | "side" | "milliseconds";

/** Where in a file; `index` counts from 1, bytes from 0. */
export type FaultPlace =
  | { readonly at: "record" | "line" | "row" | "number" | "entry" | "byte"; readonly index: number }
  /** A file in an archive. */
  | { readonly at: "member"; readonly path: string }
  /** Of a Parquet file. */
  | { readonly at: "column"; readonly group: number; readonly column: string }
  | { readonly at: "contents" };

/** A format that is read, in a form that is not. */
export type Unsupported =
  | { readonly what: "deep" | "tar-member" | "member-name" | "zip64" | "encrypted" | "picture" | "browser-picture" }
  | { readonly what: "method"; readonly method: number }
  /** NumPy's name of a type. */
  | { readonly what: "type"; readonly type: string }
  | { readonly what: "shape"; readonly shape: string }
  | { readonly what: "pixel"; readonly value: number; readonly isFloat: boolean }
  | { readonly what: "cell"; readonly cell: string }
  | { readonly what: "table"; readonly lines: number; readonly pixels: number }
  | { readonly what: "codec"; readonly codec: string };

export type PlainDamage =
  | "beginning"
  | "header"
  | "header-end"
  | "end"
  | "chunk"
  | "chunk-checksum"
  | "data-length"
  | "palette"
  | "other-length"
  | "header-checksum"
  | "file-size"
  | "directory"
  | "directory-cut"
  | "misplaced"
  | "checksum"
  | "no-image"
  | "table-length"
  | "endless-number"
  | "no-column"
  | "outside"
  | "lists"
  | "page-end"
  | "page-kind"
  | "page-values"
  | "unlisted"
  | "absent"
  | "no-runs"
  | "list"
  | "ends"
  | "hash";

export type Damage =
  | { readonly why: PlainDamage }
  | { readonly why: "labels"; readonly labels: number; readonly images: number }
  | { readonly why: "cells"; readonly found: number; readonly first: number }
  | { readonly why: "line"; readonly most: number }
  | { readonly why: "version"; readonly version: number }
  | { readonly why: "values"; readonly values: number; readonly rows: number }
  | { readonly why: "pixels"; readonly width: number; readonly height: number }
  | { readonly why: "silent"; readonly seconds: number }
  /** In the English words of a decoder or a browser. */
  | { readonly why: "foreign"; readonly reason: string };

export type MissingPart =
  | "second-class"
  | "class-folders"
  | "class-folder"
  | "readable-classes"
  | "image"
  | "labels-array"
  | "arrays"
  | "images-of-labels"
  | "columns";

export type DataFault =
  /** None of the formats that the lab reads. */
  | { readonly kind: "format" }
  | ({ readonly kind: "unsupported" } & Unsupported)
  /** `form` is the format that says so, where the file's name need not. */
  | { readonly kind: "damaged"; readonly form: string | null; readonly damage: Damage }
  /** Bytes. */
  | { readonly kind: "cut"; readonly expected: number; readonly found: number }
  | { readonly kind: "limit"; readonly what: Limited; readonly most: number; readonly found: number }
  | { readonly kind: "label"; readonly label: string; readonly classes: number }
  /** Something that belongs to it was not given. */
  | { readonly kind: "missing"; readonly what: MissingPart }
  /** The same, a file by name. */
  | { readonly kind: "missing"; readonly what: "labels"; readonly name: string }
  /** Sizes are `height x width x channels`. */
  | { readonly kind: "mixed"; readonly found: string; readonly others: string };
