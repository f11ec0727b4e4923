/** Plays a recording's reports over some seconds, all its runs side by side: equal iterations at equal times. */
import type { RecordedRun, Recording } from "../core/recording.ts";
import type { Report, RunKey } from "../core/report.ts";

export interface PlayerParts {
  readonly now: () => number;
  /** Calls back again and again until the function that it returns is called. */
  readonly every: (milliseconds: number, tick: () => void) => () => void;
  /** All that is new at one moment. */
  readonly onReports: (news: readonly RecordedRun[]) => void;
  readonly onEnd: () => void;
}

const durationMs = 15_000;
/** Charts show no more than four pictures a second; the matrices may follow a little faster. */
const tickMs = 125;

interface Track {
  readonly run: RunKey;
  /** For each report the iteration of the run at which it is shown. */
  readonly positions: readonly number[];
  readonly reports: readonly Report[];
  shown: number;
}

export class RecordedPlayer {
  readonly #parts: PlayerParts;
  readonly #tracks: readonly Track[];
  readonly #length: number;
  #playedMs = 0;
  #resumedAt = 0;
  #stopTicking: (() => void) | null = null;

  constructor({ runs }: Recording, parts: PlayerParts) {
    this.#parts = parts;
    this.#tracks = runs.map(toTrack);
    this.#length = Math.max(0, ...this.#tracks.map(({ positions }) => positions.at(-1) ?? 0));
  }

  play(): void {
    if (this.#stopTicking) return;
    this.#resumedAt = this.#parts.now();
    this.#stopTicking = this.#parts.every(tickMs, () => this.#tick());
    this.#showUpTo(this.#positionAt(this.#playedMs));
  }

  pause(): void {
    if (!this.#stopTicking) return;
    this.#playedMs += this.#parts.now() - this.#resumedAt;
    this.#stopTicking();
    this.#stopTicking = null;
  }

  showEnd(): void {
    this.pause();
    this.#showUpTo(Infinity);
    this.#parts.onEnd();
  }

  #tick(): void {
    const playedMs = this.#playedMs + this.#parts.now() - this.#resumedAt;
    if (playedMs >= durationMs) this.showEnd();
    else this.#showUpTo(this.#positionAt(playedMs));
  }

  #positionAt(playedMs: number): number {
    return (this.#length * playedMs) / durationMs;
  }

  #showUpTo(position: number): void {
    const news = this.#tracks.flatMap((track) => {
      const start = track.shown;
      while (track.shown < track.reports.length && track.positions[track.shown]! <= position) track.shown++;
      return track.shown > start ? [{ run: track.run, reports: track.reports.slice(start, track.shown) }] : [];
    });
    if (news.length > 0) this.#parts.onReports(news);
  }
}

function toTrack({ run, reports }: RecordedRun): Track {
  let [stagesBefore, iterations, position] = [0, 0, 0];
  const positions = reports.map((report) => {
    // The teacher learnt before the students began, so its curve is there from the start.
    if (report.type === "stage" && report.stage > 0)
      [stagesBefore, iterations] = [stagesBefore + iterations, report.iterations];
    if (report.type === "step" && report.stage > 0) position = stagesBefore + report.step;
    return position;
  });
  return { run, positions, reports, shown: 0 };
}
