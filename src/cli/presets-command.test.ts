import { expect, test } from "vitest";
import { toPlan } from "../core/document.ts";
import { jobsOf } from "../core/plan-jobs.ts";
import { presets } from "../core/presets.ts";
import { studies } from "../core/studies.ts";
import { estimateText } from "./plan-progress.ts";
import { presetsText } from "./presets-command.ts";

test("each preset is told with its seeds, and with the time that its run would tell first", () => {
  const documents = [...presets, ...studies];
  const [, ...lines] = presetsText(documents).split("\n");
  documents.forEach(([name, document], index) => {
    const plan = toPlan(document);
    const cells = lines[index]!.split(/ {2,}/);
    expect(cells.slice(0, 2)).toEqual([name, plan.seeds.join(", ")]);
    const [wasm, gpu] = (["wasm", "webgpu"] as const).map((kind) => estimateText(jobsOf(plan), new Set(), kind, 1));
    expect(wasm).toContain(`: ${cells[2]}, at a guess`);
    expect(gpu).toContain(`: ${cells[3]}, at a guess`);
  });
});
