/** Inputs that once broke something, or that nobody should have to find again; each with what must come of it. */
import entries from "./corpus.json" with { type: "json" };
import { tryDocument, tryRun, tryTeacher } from "./files.ts";
import { tryImages } from "./images.ts";
import { tryLink } from "./links.ts";
import type { OutcomeKind, Tried } from "./outcome.ts";
import { outcomes } from "./outcome.ts";

export interface CorpusEntry {
  readonly name: string;
  readonly outcome: OutcomeKind;
  readonly attempt: () => Promise<Tried>;
}

const row = "stored corpus";

export const corpus: readonly CorpusEntry[] = entries.map(({ name, of, path, base64, outcome }) => {
  const bytes = new Uint8Array(Buffer.from(base64, "base64"));
  const kind = outcomes.find((each) => each === outcome);
  if (!kind) throw new Error(`corpus: "${name}" has no outcome "${outcome}"`);
  return { name, outcome: kind, attempt: async () => attempt(of, path, bytes) };
});

function attempt(of: string, path: string, bytes: Uint8Array): Promise<Tried> | Tried {
  const text = () => Buffer.from(bytes).toString("utf8");
  switch (of) {
    case "link":
      return tryLink({ row, link: text(), of: null });
    case "experiment":
      return tryDocument(row, text());
    case "run":
      return tryRun(row, text());
    case "teacher":
      return tryTeacher(row, bytes);
    case "images":
      return tryImages({ row, path, bytes, pack: (whole) => whole, isSealed: false, weight: 0 }, bytes);
    default:
      throw new Error(`corpus: there is no kind "${of}"`);
  }
}
