/** The page's whole state, and all that can be done to it. React draws it; it knows nothing of React. */
import { createStore, type StoreApi } from "zustand/vanilla";
import { hashOf } from "../core/canonical.ts";
import { toPlan } from "../core/document.ts";
import type { Document, Plan, TrainedTeacherFile } from "../core/experiment.ts";
import { presets } from "../core/presets.ts";
import type { Link, LinkExtras } from "../core/link.ts";
import { noExtras } from "../core/link.ts";
import type { RunKey } from "../core/report.ts";
import { pageOrder } from "../core/run-order.ts";
import type { Beginning } from "./beginning.ts";
import { Earlier } from "./earlier.ts";
import { Exports } from "./exports.ts";
import type { LabParts } from "./lab-parts.ts";
import { measuredRateOf, setupState, type LabState } from "./lab-state.ts";
import { addressOf, openedLink } from "./link.ts";
import type { LiveRun } from "./live-run.ts";
import { afterEvent, canStep, isUnderWay, noneUnderWay } from "./live-run.ts";
import { Looks } from "./looks.ts";
import { firstPreset, presetOf } from "./preset-of.ts";
import { referenceBefore, referenceOfLink } from "./reference.ts";
import { Ensembles } from "./runs/ensembles.ts";
import { Recordings } from "./recordings.ts";
import { Saved } from "./saved.ts";
import type { Changes, Setup } from "./settings.ts";
import { documentFor, setupOf, withLeftOut } from "./settings.ts";
import { slowedStart } from "./slowed.ts";
import { changesAfter, missingTeacherOf, withTeacher } from "./teacher-choice.ts";
import { TrainingClient, type ClientEvent } from "./training-client.ts";

export class Lab {
  readonly store: StoreApi<LabState>;
  /** The time cursor, and what is looked at there. */
  readonly looks: Looks;
  /** What this browser keeps. */
  readonly saved: Saved;
  readonly earlier: Earlier;
  readonly exports: Exports;
  readonly ensembles: Ensembles;
  readonly recordings: Recordings;
  readonly #parts: LabParts;
  readonly #client: TrainingClient;
  #events: ClientEvent[] = [];

  constructor(parts: LabParts) {
    this.#parts = parts;
    const { makeWorker, backend, engine, base, givenSets, every, clock } = parts;
    const onEvent = (event: ClientEvent) => {
      this.looks.heard(event);
      this.saved.heard(event);
      this.#gather(event);
    };
    this.#client = new TrainingClient({ makeWorker, backend, engine, base, givenSets, every, clock, onEvent });
    this.saved = new Saved(parts);
    this.earlier = new Earlier({
      saved: this.saved,
      isUnderWay: () => isUnderWay(this.store.getState().run),
      begin: (document) => this.#begin(document, presetOf(document)),
      show: (recording) => this.recordings.show(recording, false),
      showBroken: (broken, document) => this.store.setState({ broken, shown: { plan: toPlan(document), document } }),
      goOnSlower: () => this.goOnSlower(),
      resume: (id, backend, order) => this.#start({ paused: false, backend, resumes: id, order }),
    });
    this.exports = new Exports({ saved: this.saved, storage: parts.storage, makeWorker: parts.makeImportWorker });
    this.ensembles = new Ensembles(parts);
    this.looks = new Looks((command) => this.#client.look(command));
    this.store = createStore<LabState>(() => ({
      ...setupState(setupOf(presets.get(firstPreset)!)),
      preset: firstPreset,
      isFromLink: false,
      hash: null,
      ...noneUnderWay,
      recorded: null,
      proposal: null,
      view: null,
      reference: null,
      badLink: null,
      measured: parts.keptRate,
      slowed: null,
    }));
    const { store, looks } = this;
    this.recordings = new Recordings({ store, looks, now: parts.now, every });
    this.#findHash();
  }

  choosePreset(name: string): void {
    const document = presets.get(name);
    if (document) this.#begin(document, name);
  }

  /** A plan that was made of the set-up. */
  setUpPlan(plan: Plan): void {
    if (!isUnderWay(this.store.getState().run)) this.#begin(plan, presetOf(plan));
  }

  /** Learns from a trained teacher, one that ships or is kept here; null: from one that is trained here first. */
  chooseTeacher(teacher: TrainedTeacherFile | null): void {
    this.#setUp(withTeacher(this.store.getState().setup, teacher));
  }

  change(changes: Changes): void {
    const { setup } = this.store.getState();
    this.#setUp({ ...setup, changes: changesAfter(setup, changes) });
  }

  undoChanges(): void {
    const { setup } = this.store.getState();
    this.#setUp({ ...setup, changes: {}, leftOut: [] });
  }

  chooseSeeds(seeds: readonly number[]): void {
    this.#setUp({ ...this.store.getState().setup, seeds });
  }

  /** At least one experiment of the plan stays in. */
  leaveOut(name: string, out: boolean): void {
    this.#setUp(withLeftOut(this.store.getState().setup, name, out));
  }

  /** A link is shown first; it runs nothing and changes nothing by itself. */
  async readLink(hash: string): Promise<void> {
    const opened = await openedLink(hash);
    if (!opened) return;
    if ("link" in opened) this.#propose(opened.link);
    else this.store.setState({ proposal: null, badLink: opened.problem });
  }

  /** A set-up of a file is shown first as a link is; it may need more memory than there is. */
  propose(document: Document): void {
    this.#propose({ ...noExtras, document });
  }

  #propose(proposal: Link): void {
    this.store.setState({ proposal, badLink: null });
    // A recording of something else would pass for what the link holds.
    if (this.store.getState().run.status === "recorded") this.reset();
  }

  openProposal(): void {
    const { proposal } = this.store.getState();
    if (!proposal) return;
    const { document, view, expectation } = proposal;
    this.#begin(document, presetOf(document));
    if (expectation) this.store.setState({ reference: referenceOfLink(expectation, document) });
    this.store.setState({ isFromLink: true, view });
    this.#viewAsLinked();
  }

  /** The same from its beginning, without the graphics processor. */
  trainOnWasm(): void {
    const backend = { kind: "wasm", reason: "chosen" } as const;
    if (!isUnderWay(this.store.getState().run)) this.#start({ paused: false, backend });
  }

  /** Trains an experiment of its own, with a smaller rate from where the numbers of the run that broke were finite last. */
  goOnSlower(): void {
    // What was reported is forgotten with the run.
    const next = slowedStart(this.store.getState(), this.saved.onScreen()?.file.runs ?? []);
    if (!next) return;
    this.#begin(next.slowed.document, null, next.slowed);
    this.#start(next.beginning);
  }

  dismissLink(): void {
    const { proposal } = this.store.getState();
    this.store.setState({ proposal: null, badLink: null });
    if (proposal) this.recordings.showIfFirst({ play: false });
  }

  /** The moment that the link which is set up asks for: at once where a recording plays, else as soon as it is trained. */
  #viewAsLinked(): void {
    const iteration = this.store.getState().view?.iteration;
    if (iteration !== undefined && this.store.getState().shown) this.looks.view({ axis: "total", iteration });
  }

  /** The address that Share sends, of a set-up without a problem; rejects with `BadInput` where it is too long for one. */
  address(extras: LinkExtras): Promise<string> {
    return addressOf(this.document(), extras, this.#parts.base);
  }

  /** What is set up. */
  document(): Document {
    return documentFor(this.store.getState().setup);
  }

  /** Begins, or goes on after a pause. */
  train(): void {
    const { run } = this.store.getState();
    if (run.status === "paused") {
      this.#client.resume();
      this.store.setState({ run: { status: "training" } });
    } else if (!isUnderWay(run)) this.#start({ paused: false });
  }

  pause(): void {
    const { run } = this.store.getState();
    if (run.status === "recorded" && run.playing) this.recordings.pause();
    else if (run.status === "training") {
      this.#client.pause();
      this.store.setState({ run: { status: "pausing" } });
    }
  }

  step(): void {
    const { run } = this.store.getState();
    if (!canStep(run)) return;
    if (run.status === "paused") this.#client.step();
    else this.#start({ paused: true });
  }

  /** Back to before the first step, with the same seed. */
  reset(): void {
    this.#client.end();
    this.saved.leaveTraining();
    this.recordings.leave();
    this.looks.forget();
    this.#events = [];
    this.store.setState(noneUnderWay);
  }

  #begin(document: Document, preset: string | null, slowed: LabState["slowed"] = null): void {
    this.reset();
    this.saved.setups.begin(null);
    this.store.setState({ preset, isFromLink: false, proposal: null, view: null, badLink: null });
    this.#setUp(setupOf(document), slowed);
    this.saved.setups.discard();
    this.recordings.showIfFirst({ play: false });
  }

  #setUp(setup: Setup, slowed: LabState["slowed"] = null): void {
    const { run } = this.store.getState();
    if (isUnderWay(run)) return;
    // The set-up has other images now, or those that were missing were given.
    if (run.status === "failed" && run.problem?.code === "data-missing") this.reset();
    this.store.setState({ ...setupState(setup), hash: null, slowed });
    this.#findHash();
    // While a number is being typed the last that could be trained stays kept.
    if (this.store.getState().problem === null) this.saved.setups.changed(documentFor(setup));
  }

  #findHash(): void {
    const { setup } = this.store.getState();
    const isStill = () => this.store.getState().setup === setup;
    hashOf(documentFor(setup)).then(
      (hash) => isStill() && this.store.setState({ hash }),
      // Over plain http there is none, as the worker says to who trains.
      () => {},
    );
  }

  #start({ paused, backend = null, resumes, branch = null, order = null }: Beginning): void {
    const state = this.store.getState();
    const { problem, plan, setup, proposal } = state;
    // Somebody sees what a link holds, and would train something else.
    if (problem !== null || proposal !== null) return;
    // What goes on may have behind it all that it learns from its teacher.
    if (resumes === undefined && missingTeacherOf(plan, this.saved.store.getState().teachers)) return;
    const document = documentFor(setup);
    const reference = referenceBefore(state, document);
    this.reset();
    const id = this.saved.beginTraining(document, resumes);
    const runs = order ?? pageOrder(plan);
    const begunAt = this.saved.training(id)?.begunAt ?? this.#parts.clock();
    this.store.setState({
      run: { status: "loading", what: "engine", done: 0, total: 1 },
      shown: { plan, document },
      reference,
      queue: { training: id, begunAt, order: runs, ends: [], current: null },
    });
    this.#viewAsLinked();
    const keep = { id, document, resumes: resumes !== undefined };
    this.#client.start({ plan, paused, backend, keep, order: keep.resumes ? order : runs, branch });
  }

  /** Which runs of the plan are still to be made, in their order; it names those that have ended too. A finished plan goes on. */
  reorder(order: readonly RunKey[]): void {
    const { queue, run } = this.store.getState();
    if (!queue) return;
    if (isUnderWay(run)) {
      this.store.setState({ queue: { ...queue, order } });
      this.#client.reorder(order);
    } else this.earlier.resumeTraining(queue.training, order);
  }

  /** However fast events arrive, the page is told once a frame. */
  #gather(event: ClientEvent): void {
    this.#events.push(event);
    if (this.#events.length > 1) return;
    this.#parts.nextFrame(() => {
      const events = this.#events;
      this.#events = [];
      this.store.setState((state) => events.reduce<LiveRun>(afterEvent, state));
      if (events.some(({ type }) => type === "paused" || type === "finished")) this.#keepRate();
    });
  }

  #keepRate(): void {
    const measured = measuredRateOf(this.store.getState());
    if (!measured) return;
    this.store.setState({ measured });
    this.#parts.keepRate(measured);
  }
}
