import { expect, test } from "vitest";
import { GpuFailure, GpuWatch } from "./watch.ts";

/** As much of a device as the watch looks at; `lose` is its driver's. */
function device() {
  let lose: (reason: GPUDeviceLostReason) => void = () => {};
  const lost = new Promise<Pick<GPUDeviceLostInfo, "reason" | "message">>((resolve) => {
    lose = (reason) => resolve({ reason, message: "Gone." });
  });
  const errors = new EventTarget();
  const fake = {
    lost,
    addEventListener: errors.addEventListener.bind(errors),
    pushErrorScope: () => {},
    popErrorScope: () => Promise.resolve(null),
    queue: { onSubmittedWorkDone: () => Promise.resolve() },
    destroy: () => {},
  };
  return {
    device: fake as unknown as GPUDevice,
    lose,
  };
}

const mapping = new Error("mapAsync: the buffer is no more");

test.each(["destroyed", "unknown"] as const)(
  "an error that comes ahead of a loss (%s) is told as the loss",
  async (reason) => {
    const { device: lostSoon, lose } = device();
    const watch = new GpuWatch(lostSoon);
    setTimeout(() => lose(reason), 20);
    const cause = await watch.causeOf(mapping);
    expect(cause).toBeInstanceOf(GpuFailure);
    expect(cause).toMatchObject({ message: `The device was lost (${reason}). Gone.` });
    expect(await watch.causeOf(mapping)).toBe(cause);
  },
);

test("an error of a device that lives is its own", async () => {
  expect(await new GpuWatch(device().device).causeOf(mapping)).toBe(mapping);
});
