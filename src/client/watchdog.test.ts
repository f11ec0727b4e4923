import { expect, test, vi } from "vitest";
import { Watchdog } from "./watchdog.ts";

function dog() {
  let tick = () => {};
  const stop = vi.fn<() => void>();
  const onSilent = vi.fn<() => void>();
  const watchdog = new Watchdog((_milliseconds, each) => {
    tick = each;
    return stop;
  }, onSilent);
  const ticks = (count: number) => {
    for (let i = 0; i < count; i++) tick();
  };
  return { watchdog, ticks, stop, onSilent };
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
