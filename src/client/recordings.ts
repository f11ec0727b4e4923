/** Recorded runs on screen: the one that ships, and earlier ones that were opened; read, played, and seen at their end. */
import type { StoreApi } from "zustand/vanilla";
import type { Recording } from "../core/recording.ts";
import type { LabState } from "./lab-state.ts";
import { isUnderWay, withRunReports } from "./live-run.ts";
import type { Looks } from "./looks.ts";
import { firstPreset } from "./preset-of.ts";
import { RecordedPlayer, type PlayerParts } from "./recorded-player.ts";
import { isSetupOf } from "./settings.ts";

export interface RecordingsParts extends Pick<PlayerParts, "now" | "every"> {
  readonly store: StoreApi<LabState>;
  readonly looks: Looks;
}

export class Recordings {
  readonly #parts: RecordingsParts;
  #shipped: Recording | null = null;
  /** The one on screen, or the last that was. */
  #replayed: Recording | null = null;
  #player: RecordedPlayer | null = null;

  constructor(parts: RecordingsParts) {
    this.#parts = parts;
  }

  /** The one that ships has come. */
  take(recording: Recording, { play }: { readonly play: boolean }): void {
    this.#shipped = recording;
    // Another one may be on screen.
    if (this.#parts.store.getState().run.status !== "recorded") this.#note(recording);
    this.showIfFirst({ play });
  }

  /** The one that ships. Whoever was faster than its file keeps what they began, or what a link brought. */
  showIfFirst({ play }: { readonly play: boolean }): void {
    const { run, preset, proposal } = this.#parts.store.getState();
    if (this.#shipped && run.status === "idle" && preset === firstPreset && proposal === null)
      this.show(this.#shipped, play);
  }

  /** Once more, from its beginning; only beside the set-up that it is of. */
  playAgain(): void {
    const { run, setup, proposal } = this.#parts.store.getState();
    const recording = this.#replayed;
    if (recording && !isUnderWay(run) && proposal === null && isSetupOf(setup, recording.plan))
      this.show(recording, true);
  }

  pause(): void {
    this.#player?.pause();
    this.#parts.store.setState({ run: { status: "recorded", playing: false } });
  }

  showEnd(): void {
    if (this.#parts.store.getState().run.status === "recorded") this.#player?.showEnd();
  }

  /** Something else comes on screen. */
  leave(): void {
    this.#player?.pause();
  }

  /** Which one can be played. */
  #note(recording: Recording): void {
    this.#replayed = recording;
    this.#parts.store.setState({ recorded: { plan: recording.plan, environment: recording.environment } });
  }

  show(recording: Recording, play: boolean): void {
    this.#note(recording);
    this.leave();
    const { store, looks, now, every } = this.#parts;
    looks.forget();
    const player = new RecordedPlayer(recording, {
      now,
      every,
      onReports: (news) => store.setState(({ views }) => ({ views: news.reduce(withRunReports, views) })),
      onEnd: () => store.setState({ run: { status: "recorded", playing: false } }),
    });
    this.#player = player;
    store.setState({
      run: { status: "recorded", playing: play },
      views: {},
      shown: { plan: recording.plan, document: recording.plan },
      broken: null,
    });
    if (play) player.play();
    else player.showEnd();
  }
}
