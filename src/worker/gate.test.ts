import { expect, test } from "vitest";
import { Gate } from "./gate.ts";

test("a closed gate lets one step through at a time, and says when training stands at it", async () => {
  const changes: string[] = [];
  const gate = new Gate(false, (state) => changes.push(state));
  let passed = 0;
  const training = (async () => {
    for (; passed < 3; passed++) await gate.passed();
  })();
  expect(gate.isWaiting).toBe(true);
  gate.stepOnce();
  gate.close();
  await new Promise((resolve) => setTimeout(resolve));
  expect({ passed, isWaiting: gate.isWaiting, changes }).toEqual({
    passed: 1,
    isWaiting: true,
    changes: ["paused", "training", "paused"],
  });
  gate.open();
  await training;
  expect({ passed, isWaiting: gate.isWaiting }).toEqual({ passed: 3, isWaiting: false });
});
