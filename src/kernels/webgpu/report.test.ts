import { test } from "vitest";
import { expectDefinition } from "../../testing/machines.ts";
import { noise } from "../../testing/numbers.ts";
import { describeWebgpu, openWebgpuMachine } from "../../testing/webgpu-machine.ts";

await describeWebgpu("report on webgpu", () => {
  test.each([1, 63, 64, 65])("copies %i numbers to their place in the results", async (length) => {
    await expectDefinition(
      openWebgpuMachine,
      {
        batch: 1,
        calls: [{ op: "report", from: { memory: 0, offset: 64, length }, results: 3 }],
        buffers: [noise(64 + length)],
        results: 5 + length,
      },
      0,
    );
  });
});
