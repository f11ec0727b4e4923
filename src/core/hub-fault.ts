/** What goes wrong when files are fetched from the hub: kinds with their values, and the English sentence of each. */

export type HubFault =
  | { readonly kind: "status"; readonly status: number }
  /** Offline, blocked, or an answer that the browser does not hand over. */
  | { readonly kind: "unreached"; readonly reason: string }
  | { readonly kind: "silent"; readonly seconds: number }
  /** Bytes. */
  | { readonly kind: "cut"; readonly expected: number; readonly found: number }
  /** A file has more bytes than were agreed to. */
  | { readonly kind: "larger"; readonly agreed: number; readonly found: number }
  /** It sends whole files where a part was asked for. */
  | { readonly kind: "whole" }
  /** Its answer is none that the lab knows. */
  | { readonly kind: "answer" }
  /** It knows the set and lists no images of it. */
  | { readonly kind: "empty" };

const exact = (value: number) => value.toLocaleString("en");

/** Goes on after the host's name. */
export function hubFaultText(fault: HubFault): string {
  switch (fault.kind) {
    case "status":
      return `answered ${fault.status}; check the name of the set, and whether it can be had without logging in.`;
    case "unreached":
      return `could not be reached (${fault.reason}); check the connection, then try again.`;
    case "silent":
      return `sent nothing for ${fault.seconds} s; try again later.`;
    case "cut":
      return `broke off after ${exact(fault.found)} of ${exact(fault.expected)} bytes; try again.`;
    case "larger":
      return `has ${exact(fault.found)} bytes where ${exact(fault.agreed)} were agreed to; nothing of it was kept.`;
    case "whole":
      return "sends no parts of files; download the file there and give it to the lab.";
    case "answer":
      return "answered something that the lab cannot read; download the files there and give them to the lab.";
    case "empty":
      return "lists no Parquet files with training, validation or test images of this set; choose another.";
    default:
      return fault satisfies never;
  }
}
