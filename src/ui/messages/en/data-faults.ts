/** What is wrong with files of images, and with what the hub answers; core has its own for the command line. */
import type { DataFault, Limited } from "../../../core/data-fault.ts";
import type { HubFault } from "../../../core/hub-fault.ts";
import { exact } from "../../numbers.ts";

/** Goes on after the file and the place in it. */
export function dataFault(fault: DataFault): string {
  switch (fault.kind) {
    case "format":
      return "is of no form that the lab reads: CIFAR .bin, IDX, .npy, .npz, Parquet, CSV, a .zip or folder of pictures per class, .tar, .gz. Convert it to one of them.";
    case "unsupported":
      return `holds ${fault.what}, which the lab does not read: ${fault.wayOut}.`;
    case "damaged":
      return `is damaged (${fault.detail}). Get the file again.`;
    case "cut":
      return `has ${exact(fault.found)} bytes where ${exact(fault.expected)} belong. Get the whole file.`;
    case "limit":
      return `${limitWords(fault.what, exact(fault.found))}, more than the ${exact(fault.most)} allowed. Take a smaller part of the set.`;
    case "label":
      return `has the label ${fault.label}, but the classes are 0 to ${exact(fault.classes - 1)}. Correct the label, or get the file again.`;
    case "missing":
      return `comes without ${fault.what}. Give the file or folder that has it.`;
    case "mixed":
      return `has images of ${fault.found} where the others are ${fault.others}. Give the files of one set at a time.`;
    default:
      return fault satisfies never;
  }
}

function limitWords(what: Limited, found: string): string {
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

/** Goes on after the host's name. */
export function hubFault(fault: HubFault): string {
  switch (fault.kind) {
    case "status":
      return `answered ${fault.status}. Check the name of the set, and whether it can be had without logging in.`;
    case "unreached":
      return `could not be reached (${fault.reason}). Check the connection, then try again.`;
    case "silent":
      return `sent nothing for ${fault.seconds} s. Try again later.`;
    case "cut":
      return `broke off after ${exact(fault.found)} of ${exact(fault.expected)} bytes. Try again.`;
    case "larger":
      return `has ${exact(fault.found)} bytes where ${exact(fault.agreed)} were agreed to. Nothing of it was kept.`;
    case "whole":
      return "sends no parts of files. Download the file there and drop it here.";
    case "answer":
      return "answered something that the lab cannot read. Download the files there and drop them here.";
    case "empty":
      return "lists no Parquet files with training, validation or test images of this set. Choose another.";
    default:
      return fault satisfies never;
  }
}
