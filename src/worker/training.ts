/** The training worker: Commands in, Events out. It serves one plan; to begin anew the page ends it and makes another. */
import wasmUrl from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url";
import { BadInput } from "../core/bad-input.ts";
import { hasSha256 } from "../core/canonical.ts";
import type { Plan } from "../core/experiment.ts";
import type { Backend } from "../engine/backend.ts";
import { openChosenBackend } from "../engine/backend.ts";
import { environmentOf } from "../engine/environment.ts";
import { Looker } from "../engine/looker.ts";
import type { PlanParts, TeacherShelf } from "../engine/plan-run.ts";
import { runsOf } from "../core/plan-runs.ts";
import { runOne } from "../engine/plan-run.ts";
import type { ReadFile } from "../engine/sources.ts";
import { Snapshots } from "../engine/snapshots.ts";
import { sourcesFrom } from "../engine/sources.ts";
import { chooseVariants } from "../engine/variant-choice.ts";
import type { Command, Event } from "../protocol/messages.ts";
import { failureOf } from "./failure.ts";
import { fetchedFile } from "./fetched-file.ts";
import { Gate } from "./gate.ts";
import { LookDesk } from "./look-desk.ts";
import { ReportPost } from "./report-post.ts";
import { variantCache } from "./variant-cache.ts";

type Start = Extract<Command, { type: "start" }>;

const send = (event: Event): void => postMessage(event);
const now = () => performance.now();
const post = new ReportPost(send, now);
const [snapshots, looker] = [new Snapshots(now), new Looker()];
const desk = new LookDesk(
  async (run, look, breathed) => looker.answer(snapshots.sceneOf(run), look, breathed),
  (event, transfer) => postMessage(event, { transfer }),
);
const gate = new Gate(true, (state) => {
  post.flush();
  send({ type: state });
});

addEventListener("message", ({ data: command }: MessageEvent<Command>) => {
  switch (command.type) {
    case "start":
      if (command.paused) gate.close();
      serve(command).catch((error: unknown) => {
        post.flush();
        send({ type: "failed", ...failureOf(error) });
      });
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
    default:
      command satisfies never;
  }
});

async function serve({ plan, backend: asked, engine, base }: Start): Promise<void> {
  // Every run ends with hashes, and most begin with them.
  if (!hasSha256()) throw new BadInput({ code: "insecure" });
  if (plan.sweep) throw new BadInput({ code: "sweep" });
  const { backend, reason } = await openChosenBackend(asked, { wasm: wasmUrl, engine, threads: true });
  const { kind, adapter, software, threads } = backend;
  send({ type: "backend", backend: { kind, adapter, software, reason, threads } });
  try {
    const variants = await chooseVariants(plan, backend, variantCache(base), now);
    const parts = partsFor(backend, variants, base);
    await train(plan, backend, parts);
    post.flush();
    send({ type: "finished" });
    // Everything can still be looked at; it is the page that ends the worker.
    await desk.during(new Promise(() => {}), parts);
  } catch (error) {
    throw await backend.causeOf(error);
  } finally {
    backend.close();
  }
}

async function train(plan: Plan, backend: Backend, parts: PlanParts): Promise<void> {
  const shelf: TeacherShelf = new Map();
  for (const { run, experiment } of runsOf(plan)) {
    for await (const { reports, active } of runOne(plan, experiment, run.seed, shelf, null, parts)) {
      backend.check();
      post.add(run, reports);
      const news = active.student && (await snapshots.after(run, reports, active.student));
      if (news) send({ type: "snapshot", ...news });
      // A shared teacher's reports come again with no step behind them.
      const isReplay = !active.checkpoint;
      const isStep = !isReplay && reports.some((report) => report.type === "step");
      await desk.during(isStep ? gate.passed() : Promise.resolve(), parts);
    }
    snapshots.ended();
  }
}

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
      return breathe();
    },
    settle: () => backend.settle(),
    openMachine: backend.openMachine,
    // A step at a time where somebody waits for it; else so few that Pause is not left waiting.
    patienceMs: () => (gate.isOpen ? 100 : 0),
    // A page keeps no images of its own yet, and asks for each set by name.
    ...sourcesFrom(
      readFile,
      async () => null,
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
