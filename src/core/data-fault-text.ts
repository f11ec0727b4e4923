/** The English sentences of what is wrong with files of images: the command line's and the page's. */
import type { Damage, DataFault, FaultPlace, Limited, MissingPart, PlainDamage, Unsupported } from "./data-fault.ts";

const exact = (value: number) => value.toLocaleString("en", { maximumFractionDigits: 20 });

export function placeText(place: FaultPlace): string {
  switch (place.at) {
    case "member":
      return place.path;
    case "column":
      return `row group ${exact(place.group)}, column ${place.column}`;
    case "contents":
      return "its table of contents";
    default:
      return `${place.at} ${exact(place.index)}`;
  }
}

/** Goes on after the file and the place in it. */
export function dataFaultText(fault: DataFault): string {
  switch (fault.kind) {
    case "format":
      return "is of no form that the lab reads (CIFAR .bin, IDX, .npy, .npz, Parquet, CSV, a .zip or folder of pictures per class, .tar, .gz); convert it to one of them.";
    case "unsupported":
      return `holds ${unsupported(fault)}.`;
    case "damaged":
      return `is damaged (${fault.form === null ? "" : `${fault.form}: `}${damageText(fault.damage)}); get the file again.`;
    case "cut":
      return `has ${exact(fault.found)} bytes where ${exact(fault.expected)} belong; get the whole file.`;
    case "limit":
      return `${limited(fault.what, exact(fault.found))}, more than the ${exact(fault.most)} allowed; take a smaller part of the set.`;
    case "label":
      return `has the label ${fault.label}, but the classes are 0 to ${exact(fault.classes - 1)}; correct the label, or get the file again.`;
    case "missing": {
      const what = fault.what === "labels" ? `its labels (${fault.name})` : missing[fault.what];
      return `comes without ${what}; give the file or folder that has it.`;
    }
    case "mixed":
      return `has images of ${fault.found} where the others are ${fault.others}; give the files of one set at a time.`;
    default:
      return fault satisfies never;
  }
}

function unsupported(fault: Unsupported): string {
  switch (fault.what) {
    case "deep":
      return "an archive inside archives, which is not read; unpack it and give the folder";
    case "tar-member":
      return "a link, a device or a name too long for a plain header, which is not read; unpack it and give the folder";
    case "member-name":
      return "a file whose name is empty, absolute or leads out of the archive, which is not read; pack it again from inside its folder";
    case "zip64":
      return "a zip64 directory, for more than 65,534 files or 4 GiB, which is not read; unpack it and give the folder";
    case "encrypted":
      return "encrypted files, which are not read; pack it without a password";
    case "picture":
      return "a picture that is no PNG, JPEG or WebP, which is not read; convert it to PNG";
    case "browser-picture":
      return "a picture that is no PNG, which is not read; convert it to PNG, the one form that is decoded without a browser";
    case "method":
      return `files of compression method ${fault.method}, which is not read; pack it with the usual one, deflate`;
    case "type":
      return `numbers of type ${fault.type}, which are not read; save them as uint8, int32, int64, float32 or float64`;
    case "shape":
      return `an array of shape ${fault.shape}, which is not read; save images as [n, height, width] or [n, height, width, 1 or 3]`;
    case "pixel":
      return `the pixel ${fault.value}, which is out of range; save ${fault.isFloat ? "fractions from 0 to 1, or uint8" : "numbers from 0 to 255"}`;
    case "cell":
      return `"${fault.cell}", which is no number here; write whole numbers, labels from 0 and pixels from 0 to 255`;
    case "table":
      return `${exact(fault.lines)} lines of ${exact(fault.pixels)} pixels, which are no images; write a label and the pixels of a square image, grey or red, green, blue in turn, in each line`;
    case "codec":
      return `a column compressed with ${fault.codec}, which is not read; write it uncompressed or with SNAPPY`;
    default:
      return fault satisfies never;
  }
}

const plainDamages: Readonly<Record<PlainDamage, string>> = {
  beginning: "its beginning is missing",
  header: "its header is wrong",
  "header-end": "its header has no end",
  end: "its end is missing",
  chunk: "a chunk is cut short",
  "chunk-checksum": "the checksum of a chunk is wrong",
  "data-length": "its data have another length than its size says",
  palette: "a pixel has a colour that its palette lacks",
  "other-length": "what is inside has another length than it says",
  "header-checksum": "the checksum of a header is wrong",
  "file-size": "the size of a file is no number",
  directory: "its directory is missing",
  "directory-cut": "its directory is cut or overwritten",
  misplaced: "a file is not where the directory says",
  checksum: "the checksum of a file is wrong",
  "no-image": "it has no bytes of an image",
  "table-length": "it is longer than the file",
  "endless-number": "a number has no end",
  "no-column": "the column is missing",
  outside: "its place is outside the file",
  lists: "it holds lists",
  "page-end": "a page has no end",
  "page-kind": "a page is of no known kind",
  "page-values": "a page has more values than rows",
  unlisted: "its list does not name it",
  absent: "it is missing",
  "no-runs": "it holds no runs",
  list: "its list of files cannot be read",
  ends: "what it says of how runs ended cannot be read",
  hash: "it is not what its hash says",
};

function damageText(damage: Damage): string {
  switch (damage.why) {
    case "labels":
      return `it has ${exact(damage.labels)} labels for ${exact(damage.images)} images`;
    case "cells":
      return `it has ${exact(damage.found)} numbers, the first line ${exact(damage.first)}`;
    case "line":
      return `it is longer than ${exact(damage.most)} bytes`;
    case "version":
      return `version ${damage.version}`;
    case "values":
      return `${exact(damage.values)} values for ${exact(damage.rows)} rows`;
    case "pixels":
      return `${damage.width}x${damage.height} pixels`;
    case "silent":
      return `its reader said nothing for ${exact(damage.seconds)} s`;
    case "foreign":
      return damage.reason;
    default:
      return plainDamages[damage.why];
  }
}

const missing: Readonly<Record<MissingPart, string>> = {
  "second-class": "a second class",
  "class-folders": "a folder for each of at least 2 classes",
  "class-folder": "a folder that names its class",
  "readable-classes": "images that can be read of at least 2 classes",
  image: "any image",
  "labels-array": "an array of labels (y or labels)",
  arrays: "arrays named x and y, or images and labels",
  "images-of-labels": "the images that its labels are of",
  columns: "a column of images ({bytes, path}) and one named label or fine_label",
};

function limited(what: Limited, found: string): string {
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
      return `has a picture of ${found} pixels a side`;
    case "milliseconds":
      return `took ${found} ms to read`;
    default:
      return what satisfies never;
  }
}
