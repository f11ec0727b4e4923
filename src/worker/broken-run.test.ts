import { expect, test } from "vitest";
import { toPlan } from "../core/document.ts";
import type { Experiment } from "../core/experiment.ts";
import { slower } from "../core/slower.ts";
import { NotFinite } from "../engine/not-finite.ts";
import { runOne } from "../engine/plan-run.ts";
import { sha256Of } from "../core/canonical.ts";
import type { BrokenNote } from "../storage/broken-note.ts";
import type { Event } from "../protocol/messages.ts";
import { describeEachBackend } from "../testing/backends.ts";
import { testParts, tinyExperiment } from "../testing/lab-parts.ts";
import { branched } from "./branching.ts";
import { toldBroken } from "./broken-run.ts";
import type { Resumption } from "./resumption.ts";

const running: Experiment = {
  ...tinyExperiment,
  student: { kind: "plain", depth: 8, width: 4 },
  method: { kind: "none" },
  task: { ...tinyExperiment.task, iterations: 30, rate: 100, drops: [] },
  evaluateEvery: 30,
};
const run = { experiment: running.name, seed: 1 };

await describeEachBackend(
  (kind) => {
    const parts = testParts(kind);
    const { environment } = parts;

    async function broken(): Promise<NotFinite> {
      try {
        for await (const tick of runOne(toPlan(running), running, 1, new Map(), null, parts)) void tick;
      } catch (error) {
        if (error instanceof NotFinite) return error;
        throw error;
      }
      throw new Error("the run did not break");
    }

    test("what was sound is told first, and then the layer; the checkpoint is where a slower run begins", async () => {
      const events: Event[] = [];
      const send = (event: Event) => void events.push(event);
      const kept: (readonly [BrokenNote, Uint8Array | null])[] = [];
      const keep = async (...told: readonly [BrokenNote, Uint8Array | null]) => {
        expect(events.some(({ type }) => type === "located")).toBe(false);
        kept.push(told);
      };
      const told = { environment, send, keep, breathe: async () => {}, settle: async () => {} };
      const search = await toldBroken(await broken(), run, running, told);
      expect(events.map(({ type }) => type)).toEqual(["diverged"]);
      const layer = await search!();
      expect(events.slice(1, -1).every(({ type }) => type === "searching")).toBe(true);
      expect(events.at(-1)).toEqual({ type: "located", layer, isSearched: true });
      expect(layer!.layer).toMatch(/^(section|stem|fc|task)/);

      const [diverged] = events;
      if (diverged?.type !== "diverged") throw new Error("nothing diverged");
      const { divergence } = diverged;
      const checkpoint = divergence.checkpoint!;
      const note = { run, stage: 2, sound: 0, sha256: await sha256Of(checkpoint), isOffered: true };
      expect(kept).toEqual([
        [{ ...note, layer: null, isSearched: false }, checkpoint],
        [{ ...note, layer, isSearched: true }, null],
      ]);
      const slow = slower(running, run, divergence.stage, divergence.sound);
      const plan = toPlan(slow.document);
      const record = { environment } as Resumption["record"];
      const beginning = { record, before: [], order: [], current: null, shelf: new Map() };
      const branch = { ...divergence, checkpoint, experiment: running, as: slow.run, before: [] };
      const { current } = await branched(plan, branch, beginning);
      expect(current).toMatchObject({ run: slow.run, from: { student: { stage: 2, done: 0 } } });
    });

    test("a search that is broken off says so, and harms nothing", async () => {
      const events: Event[] = [];
      const cutOff = () => Promise.reject(new Error("skipped"));
      const send = (event: Event) => void events.push(event);
      const told = { environment, send, keep: async () => {}, breathe: cutOff, settle: async () => {} };
      const search = await toldBroken(await broken(), run, running, told);
      expect(await search!()).toBeNull();
      expect(events.at(-1)).toEqual({ type: "located", layer: null, isSearched: false });
    });
  },
  ["wasm"],
);
