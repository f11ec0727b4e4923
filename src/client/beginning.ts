/** How the lab is asked to train what is set up. */
import type { Branch } from "../protocol/divergence.ts";
import type { AskedBackend } from "../protocol/messages.ts";

export interface Beginning {
  readonly paused: boolean;
  readonly backend?: AskedBackend | null;
  /** The id of a training to go on with. */
  readonly resumes?: string;
  /** What its first run goes on from. */
  readonly branch?: Branch | null;
}
