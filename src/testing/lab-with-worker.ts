/** The page's lab without a browser: its worker, clock and frames are the test's. */
import { toPlan } from "../core/document.ts";
import { presets } from "../core/presets.ts";
import type { Recording } from "../core/recording.ts";
import type { Report } from "../core/report.ts";
import type { Command, Event } from "../protocol/messages.ts";
import { labStorage } from "../storage/lab-storage.ts";
import { Lab } from "../client/lab-store.ts";
import type { WorkerLike } from "../client/training-client.ts";

export const run = { experiment: "smoke", seed: 1 };
export const stepReport = {
  type: "step",
  stage: 0,
  step: 1,
  rate: 0.1,
  loss: 2,
  accuracy: 0.1,
  pairLoss: null,
  milliseconds: 5,
} satisfies Report;

/** A lab whose worker is this test; null: a browser that starts none. */
export function labWithWorker(refusal: string | null = null) {
  const timers: { readonly milliseconds: number; readonly tick: () => void; ended: boolean }[] = [];
  const workers: (WorkerLike & { readonly heard: Command[]; ended: boolean })[] = [];
  const frames: (() => void)[] = [];
  const lab = new Lab({
    makeImportWorker: () => {
      throw new Error("nothing is packed here");
    },
    makeJudge: () => {
      throw new Error("nothing is judged here");
    },
    makeWorker: () => {
      if (refusal !== null) throw new ReferenceError(refusal);
      const heard: Command[] = [];
      const worker = {
        heard,
        ended: false,
        onmessage: null,
        onerror: null,
        onmessageerror: null,
        postMessage: (command: Command) => void heard.push(command),
        terminate: () => {
          worker.ended = true;
        },
      };
      workers.push(worker);
      return worker;
    },
    backend: null,
    engine: "fast",
    base: "https://lab.example/",
    givenSets: () => [],
    now: () => 0,
    every: (milliseconds, tick) => {
      const timer = { milliseconds, tick, ended: false };
      timers.push(timer);
      return () => {
        timer.ended = true;
      };
    },
    nextFrame: (callback) => void frames.push(callback),
    keptRate: null,
    keepRate: () => {},
    storage: labStorage(() => {}),
    clock: () => 0,
    newId: () => "training",
  });
  const say = (...events: Event[]) => {
    for (const data of events) workers.at(-1)!.onmessage?.(new MessageEvent("message", { data }));
  };
  const drawFrame = () => {
    for (const callback of frames.splice(0)) callback();
  };
  lab.choosePreset("smoke");
  return { lab, workers, timers, say, drawFrame, frames, state: () => lab.store.getState() };
}

export const recording: Recording = {
  plan: toPlan(presets.get("first-look")!),
  environment: { lab: "1", tfjs: "4", backend: "wasm", engine: "fast", adapter: null, software: false },
  runs: [{ run: { experiment: "fsp", seed: 1 }, reports: [{ ...stepReport, stage: 2 }] }],
};
