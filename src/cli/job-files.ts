/** What one job writes as it goes: its rows, and a checkpoint from which it goes on with the same bits. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { BadInput } from "../core/bad-input.ts";
import { hashOf, ownJson } from "../core/canonical.ts";
import type { Experiment } from "../core/experiment.ts";
import type { RunKey } from "../core/report.ts";
import { checkpointBytes, checkpointOf } from "../engine/checkpoint-file.ts";
import type { Checkpoint } from "../engine/checkpoints.ts";
import type { ActiveRun } from "../engine/plan-run.ts";
import { makeFolder, type FolderFiles } from "./folder-files.ts";
import { lockedFolder, lockFile } from "./folder-lock.ts";
import { RunRows, type RunMarks } from "./run-rows.ts";

/** What lies beside a checkpoint. */
interface Notes {
  /** Which job of which plan it is of. */
  readonly owner: string;
  readonly rows: RunMarks;
}

export interface JobPlace {
  readonly folder: FolderFiles;
  /** Ahead of the names of its files: "" or a folder with its slash. */
  readonly prefix: string;
  /** Says, with its id, which job it is of all there are. */
  readonly identity: string;
  readonly id: string;
  readonly experiment: Experiment;
  /** Names its rows. */
  readonly run: RunKey;
}

export class JobFiles {
  readonly rows: RunRows;
  /** Where an earlier process stopped. */
  readonly from: Checkpoint | null;
  readonly #place: JobPlace;
  readonly #owner: string;
  readonly #letGo: () => void;

  private constructor(place: JobPlace, owner: string, rows: RunRows, from: Checkpoint | null, letGo: () => void) {
    this.rows = rows;
    this.from = from;
    this.#place = place;
    this.#owner = owner;
    this.#letGo = letGo;
  }

  /** Throws `BadInput` where the files of an earlier process are damaged, or of another job. The caller closes it. */
  static async open(place: JobPlace): Promise<JobFiles> {
    const { folder, prefix, identity, id, experiment, run } = place;
    const letGo = prefix === "" ? () => {} : await lockedSoon(join(folder.path, prefix));
    try {
      const owner = await hashOf({ identity, id });
      const kept = await checkpointIn(place, owner);
      const rows = new RunRows(folder, prefix, run, experiment.method.kind, kept?.rows ?? null);
      return new JobFiles(place, owner, rows, kept?.checkpoint ?? null, letGo);
    } catch (error) {
      letGo();
      throw error;
    }
  }

  async keep({ checkpoint }: ActiveRun): Promise<void> {
    if (!checkpoint) return;
    const { folder, prefix, experiment } = this.#place;
    const state = await checkpoint();
    const notes: Notes = { owner: this.#owner, rows: this.rows.marks() };
    folder.write(checkpointFile(prefix), await checkpointBytes(state, experiment, JSON.stringify(notes)));
  }

  /** The job has ended: nobody goes on from its checkpoint any more. */
  forget(): void {
    this.#place.folder.remove(checkpointFile(this.#place.prefix));
  }

  close(): void {
    try {
      this.rows.close();
    } finally {
      this.#letGo();
    }
  }
}

function checkpointFile(prefix: string): string {
  return `${prefix}checkpoint.safetensors`;
}

async function checkpointIn(
  { folder, prefix, experiment }: JobPlace,
  owner: string,
): Promise<{ readonly checkpoint: Checkpoint; readonly rows: RunMarks } | null> {
  const file = checkpointFile(prefix);
  const bytes = folder.read(file);
  if (!bytes) return null;
  const { checkpoint, notes } = await checkpointOf(bytes, experiment, folder.pathOf(file));
  const { owner: whose, rows } = ownJson<Notes>(notes);
  if (whose === owner) return { checkpoint, rows };
  throw new BadInput(
    `${folder.pathOf(file)} is a checkpoint of another run; move it away, and the same command begins this run anew.`,
  );
}

/** How long the processes of a plan that was killed may take to notice. */
const mostWaitMs = 20_000;

async function lockedSoon(folder: string): Promise<() => void> {
  makeFolder(folder);
  const until = performance.now() + mostWaitMs;
  for (;;) {
    try {
      return lockedFolder(folder);
    } catch (error) {
      if (performance.now() > until || !existsSync(join(folder, lockFile))) throw error;
    }
    await wait(50);
  }
}
