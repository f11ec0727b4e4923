import { expect, test } from "vitest";
import type { Recording } from "../core/recording.ts";
import type { Report } from "../core/report.ts";
import { RecordedPlayer } from "./recorded-player.ts";

function steps(stage: 1 | 2, iterations: number): Report[] {
  const report = { type: "step", stage, rate: 0.1, loss: 1, accuracy: null, pairLoss: null, milliseconds: 1 } as const;
  return [
    { type: "stage", stage, iterations },
    ...Array.from({ length: iterations }, (_, index) => ({ ...report, step: index + 1 })),
  ];
}

const recording = {
  runs: [
    { run: { experiment: "fsp", seed: 1 }, reports: [...steps(1, 40), ...steps(2, 60)] },
    { run: { experiment: "plain", seed: 1 }, reports: steps(2, 60) },
  ],
} as unknown as Recording;

function playing() {
  let clock = 0;
  let tick: (() => void) | null = null;
  const shown: Record<string, Report[]> = { fsp: [], plain: [] };
  let [ends, most] = [0, 0];
  const player = new RecordedPlayer(recording, {
    now: () => clock,
    every: (_milliseconds, callback) => {
      tick = callback;
      return () => {
        tick = null;
      };
    },
    onReports: (news) => {
      most = Math.max(most, news.length);
      for (const { run, reports } of news) shown[run.experiment]!.push(...reports);
    },
    onEnd: () => ends++,
  });
  const passSeconds = (seconds: number) => {
    const end = clock + seconds * 1000;
    while (clock < end) {
      clock += 100;
      tick?.();
    }
  };
  const stepsOf = (name: string) => shown[name]!.filter(({ type }) => type === "step").length;
  return { player, passSeconds, stepsOf, shown, ends: () => ends, isTicking: () => tick !== null };
}

test("plays over 15 seconds, with equal iterations at equal times", () => {
  const { player, passSeconds, stepsOf, ends } = playing();
  player.play();
  passSeconds(7.5);
  expect([stepsOf("fsp"), stepsOf("plain")]).toEqual([50, 50]);
  passSeconds(3);
  expect([stepsOf("fsp"), stepsOf("plain")]).toEqual([70, 60]);
  expect(ends()).toBe(0);
  passSeconds(5);
  expect([stepsOf("fsp"), ends()]).toEqual([100, 1]);
});

test("stops its clock at the end, and shows every report once and in order", () => {
  const { player, passSeconds, shown, isTicking } = playing();
  player.play();
  passSeconds(20);
  expect(isTicking()).toBe(false);
  expect(shown["fsp"]).toEqual(recording.runs[0]!.reports);
});

test("a pause stops the play, not the place", () => {
  const { player, passSeconds, stepsOf } = playing();
  player.play();
  passSeconds(3);
  player.pause();
  passSeconds(60);
  expect(stepsOf("fsp")).toBe(20);
  player.play();
  passSeconds(3);
  expect(stepsOf("fsp")).toBe(40);
});

test("shows the end at once to those who want no motion", () => {
  const { player, stepsOf, ends, isTicking } = playing();
  player.showEnd();
  expect([stepsOf("fsp"), stepsOf("plain"), ends(), isTicking()]).toEqual([100, 60, 1, false]);
});
