/** Gives the person a file to save. */
export function download(name: string, parts: readonly (string | Uint8Array)[]): void {
  const blob = new Blob(parts.map((part) => (typeof part === "string" ? part : part.slice())));
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** The ending of a run's file. */
export const runFileEnding = ".lab.json";
