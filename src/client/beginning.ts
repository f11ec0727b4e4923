/** How the lab is asked to train what is set up. */
import type { RunKey } from "../core/report.ts";
import type { Branch } from "../protocol/divergence.ts";
import type { AskedBackend } from "../protocol/messages.ts";

export interface Beginning {
  readonly paused: boolean;
  readonly backend?: AskedBackend | null;
  /** The id of a training to go on with. */
  readonly resumes?: string;
  /** Of one that has ended: its runs in their order, and skipped ones that are to be made after all. */
  readonly order?: readonly RunKey[] | null;
  /** What its first run goes on from. */
  readonly branch?: Branch | null;
}
