/** What a lab is given of the browser, or of a test. */
import type { BackendKind, EngineKind } from "../core/backend-kind.ts";
import type { MeasuredRate } from "./estimate.ts";
import type { ImportWorker } from "./imports.ts";
import type { JudgeWorker } from "./runs/ensembles.ts";
import type { PlayerParts } from "./recorded-player.ts";
import type { SavedParts } from "./saved.ts";
import type { TrainingParts, WorkerLike } from "./training-client.ts";

export interface LabParts extends Pick<PlayerParts, "now" | "every">, Omit<SavedParts, "every"> {
  readonly makeWorker: () => WorkerLike;
  /** For networks that have been trained. */
  readonly makeJudge: () => JudgeWorker;
  readonly backend: BackendKind | null;
  readonly engine: EngineKind;
  /** The page's address without query and hash; the lab's files lie beside it. */
  readonly base: string;
  readonly givenSets: TrainingParts["givenSets"];
  /** Calls back before the next picture; soon, where none is drawn. */
  readonly nextFrame: (callback: () => void) => void;
  readonly keptRate: MeasuredRate | null;
  /** For what is packed beside the page. */
  readonly makeImportWorker: () => ImportWorker;
  readonly keepRate: (rate: MeasuredRate) => void;
}
