/** The training worker: Commands in, Events out. It serves one plan; to begin anew the page ends it and makes another. */
import wasmUrl from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url";
import { BadInput } from "../core/bad-input.ts";
import { hasSha256 } from "../core/canonical.ts";
import type { Experiment, Plan } from "../core/experiment.ts";
import type { ImageSet } from "../core/images.ts";
import { JobQueue } from "../core/job-queue.ts";
import { reportKey, type StudentJob } from "../core/plan-jobs.ts";
import type { Environment, RunKey } from "../core/report.ts";
import { pageOrder } from "../core/run-order.ts";
import type { Backend, ChosenBackend } from "../engine/backend.ts";
import { openChosenBackend } from "../engine/backend.ts";
import { environmentOf } from "../engine/environment.ts";
import { NotFinite } from "../engine/not-finite.ts";
import { Looker } from "../engine/looker.ts";
import type { PlanParts } from "../engine/plan-run.ts";
import type { ReadFile } from "../engine/sources.ts";
import { Snapshots } from "../engine/snapshots.ts";
import { sourcesFrom } from "../engine/sources.ts";
import { chooseVariants } from "../engine/variant-choice.ts";
import { commandIn } from "../protocol/commands.ts";
import type { Command, Event, Keep } from "../protocol/messages.ts";
import { openChanges } from "../storage/changes.ts";
import { labStorage } from "../storage/lab-storage.ts";
import { heldTraining } from "../storage/locks.ts";
import { beginningOf } from "./beginning.ts";
import { toldBroken, type BrokenParts } from "./broken-run.ts";
import { failureOf } from "./failure.ts";
import { fetchedFile } from "./fetched-file.ts";
import { Gate } from "./gate.ts";
import { judge } from "./judge.ts";
import { storedTeacher } from "./stored-teacher.ts";
import { Keeper } from "./keeper.ts";
import { performPlan } from "./perform-plan.ts";
import { LookDesk } from "./look-desk.ts";
import { reportRejections } from "./rejections.ts";
import { ReportPost } from "./report-post.ts";
import type { Resumption } from "./resumption.ts";
import { resumptionOf } from "./resumption.ts";
import { findStored } from "./stored-sets.ts";
import { variantCache } from "./variant-cache.ts";

type Start = Extract<Command, { type: "start" }>;

const now = () => performance.now();
let sentAt = now();
function send(event: Event): void {
  sentAt = now();
  postMessage(event);
}
const post = new ReportPost(send, now);
/** Sets of images by their hash, where no storage keeps them. */
const given = new Map<string, ImageSet>();
const [snapshots, looker] = [new Snapshots(now), new Looker()];
const desk = new LookDesk(
  async (run, look, breathed) => looker.answer(snapshots.sceneOf(run), look, breathed),
  (event, transfer) => postMessage(event, { transfer }),
);
const gate = new Gate(true, (state) => {
  post.flush();
  send({ type: state });
});

reportRejections(globalThis);

addEventListener("message", ({ data }: MessageEvent<unknown>) => {
  const command = commandIn(data);
  switch (command?.type) {
    case undefined:
      send({ type: "failed", ...failureOf(new BadInput({ code: "worker", fault: "unread" })) });
      break;
    case "start":
      if (command.paused) gate.close();
      serve(command).catch((error: unknown) => {
        post.flush();
        send({ type: "failed", ...failureOf(error) });
      });
      break;
    case "give":
      for (const { sha256, images } of command.sets) given.set(sha256, images);
      break;
    case "order":
      reorder(command.order);
      break;
    case "pause":
      gate.close();
      // Asked during the last step of a pause, it may arrive when training stands already.
      send({ type: gate.isWaiting ? "paused" : "pausing" });
      break;
    case "resume":
      gate.open();
      break;
    case "step":
      gate.stepOnce();
      break;
    case "look":
      desk.add(command);
      break;
    case "judge":
      void judge(command, {
        open: async (asked, engine) => (await openChosen(asked, engine)).backend,
        partsOf: (backend, base) => partsFor(backend, null, base),
        send: (event) => postMessage(event),
      });
      break;
    default:
      command satisfies never;
  }
});

/** Once the training has begun, and the job in progress. */
let queue: JobQueue | null = null;
let doing: StudentJob | null = null;
/** What the person asked for before that. */
let ordered: readonly RunKey[] | null = null;

function reorder(order: readonly RunKey[]): void {
  ordered = order;
  const returning = queue?.reorder(order) ?? [];
  if (returning.length > 0) {
    post.flush();
    keeper?.returning(returning);
    send({ type: "returning", runs: returning });
  }
  keeper?.reordered(order);
  // A run that is to be left stands where it is paused; the next one does then.
  if (queue && doing && !queue.wants(doing) && gate.isWaiting) gate.stepOnce();
}

const storage = labStorage(openChanges(() => {}).tell);
/** Once the training has begun. */
let keeper: Keeper | null = null;

const keepBroken: BrokenParts["keep"] = async (broken, checkpoint) => keeper?.broke(broken, checkpoint);

/** A worker that was just ended, as by a reload, may hold its training for a moment yet. */
const lockWaitMs = 4000;

async function serve({ plan, backend: asked, engine, base, keep, order, branch }: Start): Promise<void> {
  // Every run ends with hashes, and most begin with them.
  if (!hasSha256()) throw new BadInput({ code: "insecure" });
  const release = await heldTraining(keep.id, lockWaitMs);
  if (!release) throw new BadInput({ code: "training-elsewhere" });
  const { backend, reason } = await openChosen(asked, engine);
  const { kind, adapter, software, threads } = backend;
  const why = reason === "asked" && asked ? asked.reason : reason;
  send({ type: "backend", backend: { kind, adapter, software, reason: why, threads } });
  let environment: Environment | null = null;
  try {
    const variants = await chooseVariants(plan, backend, variantCache(base), now);
    const parts = partsFor(backend, variants, base);
    ({ environment } = parts);
    const resumption = keep.resumes
      ? await resumptionOf(keep.id, plan, environment, storage.trainings, order)
      : await beginningOf(keep, order ?? pageOrder(plan), branch, plan, environment, Date.now());
    keeper = await keeperFor(resumption, plan, keep, backend, parts);
    await train(plan, resumption, keeper, backend, parts);
    post.flush();
    await keeper.end("finished");
    release();
    send({ type: "finished" });
    // Everything can still be looked at; it is the page that ends the worker.
    await desk.during(new Promise(() => {}), parts);
  } catch (error) {
    const cause = await backend.causeOf(error);
    // A device that failed can be tried again from the checkpoint; what it reported since then is not kept.
    if (!["gpu", "thread"].includes(failureOf(cause).code)) await keeper?.end("failed");
    if (!(cause instanceof NotFinite) || !environment || !doing) throw cause;
    post.flush();
    const parts = { environment, send, keep: keepBroken, breathe, settle: () => backend.settle() };
    const search = await toldBroken(cause, reportKey(doing), doing.experiment, parts);
    send({ type: "failed", ...failureOf(cause) });
    await search?.();
  } finally {
    backend.close();
  }
}

function openChosen(asked: Start["backend"], engine: Start["engine"]): Promise<ChosenBackend> {
  return openChosenBackend(asked?.kind ?? null, { wasm: wasmUrl, engine, threads: true });
}

async function keeperFor(
  { record: kept, before, order: keptOrder, shelf }: Resumption,
  plan: Plan,
  { resumes }: Keep,
  backend: Backend,
  { environment }: PlanParts,
): Promise<Keeper> {
  const { trainings } = storage;
  const order = ordered ?? keptOrder;
  const record = { ...kept, order: [...order] };
  const next = new Keeper(record, plan, new Set(shelf.keys()), {
    trainings,
    now,
    clock: () => Date.now(),
    onSaving: (trouble) => send({ type: "saving", trouble }),
    settle: () => backend.settle(),
  });
  send({ type: "begun", environment, resumed: resumes });
  for (const { run, reports } of before) send({ type: "reports", run, reports });
  send({ type: "queue", order, ends: record.ends ?? [] });
  await next.begin(record.chunks === 0 ? before : []);
  return next;
}

async function train(
  plan: Plan,
  resumption: Resumption,
  kept: Keeper,
  backend: Backend,
  parts: PlanParts,
): Promise<void> {
  const jobs = new JobQueue(plan, ordered ?? resumption.order, resumption.record.ends ?? []);
  queue = jobs;
  const broken = async (error: NotFinite, run: RunKey, experiment: Experiment) => {
    const job = doing;
    const breathes = async () => {
      await parts.breathe();
      if (job && !jobs.wants(job)) throw new Error("the run was skipped");
    };
    const { environment, settle } = parts;
    post.flush();
    const search = await toldBroken(error, run, experiment, {
      environment,
      send,
      keep: keepBroken,
      breathe: breathes,
      settle,
    });
    return (await search?.()) ?? null;
  };
  await performPlan(plan, resumption, {
    queue: jobs,
    keeper: kept,
    backend,
    parts,
    broken,
    begins: (job) => {
      doing = job;
    },
    told: async ({ run, reports, active }, { kind }) => {
      post.add(run, reports);
      // Only what belongs to the comparison can be looked at afterwards.
      const student = kind === "run" ? active.student : null;
      const news = student && (await snapshots.after(run, reports, student));
      if (news) send({ type: "snapshot", ...news });
    },
    rests: () => !gate.isOpen,
    mayGoOn: (isStep) => desk.during(isStep ? gate.passed() : Promise.resolve(), parts),
    ended: (end) => {
      snapshots.ended();
      post.flush();
      send({ type: "ended", end });
    },
  });
}

/** A page that hears nothing for longer takes the worker for dead. */
const aliveEveryMs = 5000;

/** How long a server may send nothing of a file that it was asked for. */
const silenceMs = 30_000;

const breathe = breath();

function partsFor(backend: Backend, variants: string | null, base: string): PlanParts {
  const readFile: ReadFile = (path) => fetchedFile(new URL(path, base), path, silenceMs);
  return {
    environment: environmentOf(backend, variants),
    now,
    breathe: () => {
      post.flushWhenDue();
      keeper?.flushWhenDue();
      if (now() - sentAt >= aliveEveryMs) send({ type: "alive" });
      return breathe();
    },
    settle: () => backend.settle(),
    openMachine: backend.openMachine,
    // A step at a time where somebody waits for it; else so few that Pause is not left waiting.
    patienceMs: () => (gate.isOpen ? 100 : 0),
    ...sourcesFrom(
      readFile,
      findStored(given, storage.blobs),
      (sha256) => storedTeacher(storage.blobs, sha256),
      (loading) => send({ type: "loading", ...loading }),
    ),
  };
}

/** Lets waiting messages in. A timer would be held back to 4 ms, or to a second in a hidden tab; a message is not. */
function breath(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.addEventListener("message", () => waiting.shift()?.());
  port1.start();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(null);
    });
}
