import { expect, test, vi } from "vitest";
import { Watchdog, type Standstill } from "./watchdog.ts";

function dog() {
  let tick = () => {};
  const stop = vi.fn<() => void>();
  const onSilent = vi.fn<() => void>();
  const stood: Standstill[] = [];
  const time = { ms: 0 };
  const watchdog = new Watchdog({
    every: (_milliseconds, each) => {
      tick = each;
      return stop;
    },
    clock: () => time.ms,
    onSilent,
    onStood: (standstill) => void stood.push(standstill),
  });
  const ticks = (count: number) => {
    for (let i = 0; i < count; i++) tick();
  };
  return { watchdog, ticks, stop, onSilent, stood, time };
}

test("a worker that says nothing for half a minute is told of, once", () => {
  const { watchdog, ticks, stop, onSilent } = dog();
  watchdog.watch();
  ticks(2);
  watchdog.watch();
  ticks(7);
  expect(onSilent).not.toHaveBeenCalled();
  ticks(1);
  expect(onSilent).toHaveBeenCalledTimes(1);
  expect(stop).toHaveBeenCalledTimes(1);
});

test("a paused worker may be silent for ever", () => {
  const { watchdog, stop, onSilent } = dog();
  watchdog.watch();
  watchdog.rest();
  expect(stop).toHaveBeenCalledTimes(1);
  expect(onSilent).not.toHaveBeenCalled();
});

test("steps that take long once are given four times as long", () => {
  const { watchdog, ticks, onSilent } = dog();
  watchdog.watch();
  ticks(2);
  watchdog.watch();
  ticks(7);
  watchdog.watch();
  ticks(27);
  expect(onSilent).not.toHaveBeenCalled();
  ticks(1);
  expect(onSilent).toHaveBeenCalledTimes(1);
});

test("one that is still loading is given two minutes, of which its steps get none", () => {
  const { watchdog, ticks, onSilent } = dog();
  watchdog.watchLoading();
  ticks(11);
  expect(onSilent).not.toHaveBeenCalled();
  ticks(1);
  expect(onSilent).toHaveBeenCalledTimes(1);

  const other = dog();
  other.watchdog.watchLoading();
  other.watchdog.watchLoading();
  other.watchdog.watch();
  other.ticks(3);
  expect(other.onSilent).toHaveBeenCalledTimes(1);
});

test("a night's sleep is told of, and no silence; a hidden tab's rare ticks are neither", () => {
  const { watchdog, ticks, onSilent, stood, time } = dog();
  watchdog.watch();
  for (let minute = 1; minute <= 2; minute++) {
    time.ms = minute * 60_000;
    ticks(1);
  }
  expect(stood).toEqual([]);
  const [fromMs, toMs] = [120_000, 8 * 3_600_000];
  time.ms = toMs;
  watchdog.watch();
  ticks(1);
  expect(stood).toEqual([{ fromMs, toMs }]);
  expect(onSilent).not.toHaveBeenCalled();
});

test("time that passes while it is paused is no standstill", () => {
  const { watchdog, stood, time } = dog();
  watchdog.watch();
  watchdog.rest();
  time.ms = 3_600_000;
  watchdog.watch();
  expect(stood).toEqual([]);
});
