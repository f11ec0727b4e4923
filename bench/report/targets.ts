/** What was set out to be reached, and what this run says about it. */
import { costsOf } from "../../src/core/network.ts";
import { probeEvery } from "../../src/engine/probe.ts";
import type { Depth } from "../cases.ts";
import { nameOf, stepWorks } from "../cases.ts";
import { countedBatch, growth, look } from "../extent.ts";
import { studentOf } from "../inputs.ts";
import { isFlat } from "../memory.ts";
import type { MemoryCheck, Results, Row } from "../results.ts";
import { caseAt, ours, rowOf } from "../results.ts";
import { bytes, milliseconds, percent, short, times } from "./numbers.ts";

export interface Target {
  readonly what: string;
  readonly target: string;
  /** "not measured" where it was not. */
  readonly measured: string;
  /** Null where it was not measured. */
  readonly isMet: boolean | null;
}

export function targetsOf(results: Results): Target[] {
  const batch = results.rows.find((row) => /^resnet8-stage2-b\d+$/.test(row.case))?.batch ?? 16;
  return [
    ...(stockOnHardware(results) ? [] : onSoftware(results, batch)),
    againstPytorch(results),
    ...counted(results),
    ...cachedTeacher(results),
    ...onHardware(results),
    ...liveUpdate(results),
    memory(results),
    ...linear(results),
  ];
}

/** The peer's median over ours at the same case. */
function ratio(results: Results, name: string, backend: string, peer: string): number | null {
  return results.ratios[`${name}/${backend}/${peer}`] ?? null;
}

function atLeast(what: string, least: number, found: number | null): Target {
  const target = `${least}x or more`;
  return found === null
    ? { what, target, measured: "not measured", isMet: null }
    : { what, target, measured: times(found), isMet: found >= least };
}

function atMost(what: string, most: number, found: number | null, unit: (value: number) => string): Target {
  const target = `at most ${unit(most)}`;
  return found === null
    ? { what, target, measured: "not measured", isMet: null }
    : { what, target, measured: unit(found), isMet: found <= most };
}

function step(depth: Depth, batch: number, stage: "stage2" | "stage1-cached" = "stage2"): string {
  return nameOf(stepWorks(depth, batch, [stage])[0]!);
}

function onSoftware(results: Results, batch: number): Target[] {
  const name = step(8, batch);
  const stock = rowOf(results.rows, name, "tfjs", "webgpu");
  const jax = ["webgpu", "wasm"].map((backend) => ratio(results, name, "wasm", `jax-js-${backend}`));
  const best = jax.filter((found) => found !== null).toSorted((a, b) => a - b)[0] ?? null;
  const onlySoftware = (found: number | null) => (stock?.software ? found : null);
  return [
    atLeast(
      `ResNet-8, batch ${batch}, stage 2: our wasm against stock tfjs webgpu on a software adapter`,
      100,
      onlySoftware(ratio(results, name, "wasm", "tfjs-webgpu")),
    ),
    atLeast(`the same against jax-js, its best backend here`, 15, onlySoftware(best)),
    ...([8, 26] as const).map((depth) =>
      atLeast(
        `ResNet-${depth}, batch ${batch}, stage 2: our webgpu against stock webgpu on the same software adapter`,
        8,
        onlySoftware(ratio(results, step(depth, batch), "webgpu", "tfjs-webgpu")),
      ),
    ),
  ];
}

function againstPytorch(results: Results): Target {
  const what = "ResNet-8, batch 64, stage 2: our wasm against PyTorch on the CPU, one thread each";
  return atLeast(what, 0.5, ratio(results, step(8, 64), "wasm", "pytorch-cpu"));
}

function stockOnHardware({ rows }: Results): boolean {
  return rows.some(
    (row) => row.engine === "tfjs" && row.backend === "webgpu" && !row.software && !row.case.endsWith("@null"),
  );
}

function counted({ rows }: Results): Target[] {
  const rowAt = (depth: Depth) => rowOf(rows, caseAt("null", step(depth, countedBatch)), ours, "webgpu");
  const stock = (depth: Depth) => rowOf(rows, caseAt("null", step(depth, countedBatch)), "tfjs", "webgpu");
  const beside = (found: string | undefined) => (found ? ` (stock: ${found})` : "");
  const lowers = (depth: Depth) => {
    const learned = rows.find((row) => row.case.startsWith(`resnet${depth}-stage2-`) && isLearned(row));
    return learned ? "" : "; whether the step lowers the loss was not seen";
  };
  return ([8, 26] as const).flatMap((depth) => {
    const [own, peer] = [rowAt(depth), stock(depth)];
    const dispatches = own?.counts?.dispatches ?? null;
    const stockCounts = peer?.counts;
    const targets = [
      atMost(
        `ResNet-${depth}: dispatches a step${beside(stockCounts ? short(stockCounts.dispatches) : undefined)}${lowers(depth)}`,
        depth === 8 ? 100 : 300,
        dispatches,
        short,
      ),
      atMost(
        `ResNet-${depth}: bytes uploaded a step${beside(stockCounts ? bytes(stockCounts.uploadedBytes) : undefined)}`,
        16 * 1024,
        own?.counts?.uploadedBytes ?? null,
        bytes,
      ),
    ];
    if (depth !== 8) return targets;
    const issue = `ResNet-8: CPU time to issue a step${beside(peer?.msMedian ? milliseconds(peer.msMedian) : undefined)}`;
    return [...targets, atMost(issue, 1, own?.msMedian ?? null, milliseconds)];
  });
}

/** On a backend that computes. */
function isLearned({ engine, backend, losses, case: name }: Row): boolean {
  return engine === ours && backend === "webgpu" && !name.endsWith("@null") && losses !== null && losses[1] < losses[0];
}

function cachedTeacher({ rows }: Results): Target[] {
  const cases = rows.filter((row) => row.engine === ours && /^resnet\d+-stage1-cached-b\d+$/.test(row.case));
  return cases.flatMap((row) => {
    const plain = rowOf(rows, row.case.replace("stage1-cached", "stage2"), ours, row.backend);
    if (row.msMedian === null || !plain?.msMedian) return [];
    const what = `${row.case}, ${row.backend}: against its stage-2 step`;
    return [atMost(what, 1.1, row.msMedian / plain.msMedian, times)];
  });
}

function onHardware(results: Results): Target[] {
  if (!stockOnHardware(results)) {
    const what = "on a real GPU: our webgpu against stock tfjs webgpu, and against PyTorch eager";
    return [{ what, target: "10x or more; 1x or more", measured: "not measured: no GPU here", isMet: null }];
  }
  return ([8, 14, 26] as const).flatMap((depth) => {
    const name = step(depth, 128);
    const our = `${name}: our webgpu against`;
    return [
      atLeast(`${our} stock tfjs webgpu`, 10, ratio(results, name, "webgpu", "tfjs-webgpu")),
      atLeast(`${our} PyTorch eager, TF32 convolutions`, 1, ratio(results, name, "webgpu", "pytorch-cuda")),
      atLeast(`${our} PyTorch eager, float32`, 1, ratio(results, name, "webgpu", "pytorch-cuda-fp32")),
    ];
  });
}

/** The screen's matrices beside the steps between two looks at them. */
function liveUpdate({ rows }: Results): Target[] {
  const { depthBatch: batch } = growth;
  const looks = rows.filter((row) => row.case === caseAt("growth", nameOf(look)));
  return looks.flatMap(({ backend, msMedian }) => {
    const plain = rowOf(rows, caseAt("growth", step(look.depth, batch)), ours, backend)?.msMedian;
    if (msMedian === null || !plain) return [];
    const what = `${backend}: matrices of ${look.batch} images every ${probeEvery} steps of ResNet-${look.depth}, batch ${batch}, against these steps`;
    return [atMost(what, 0.05, msMedian / (probeEvery * plain), percent)];
  });
}

function memory({ memory }: Results): Target {
  const what = "memory over 2,000 steps: tensors, pool bytes and heap";
  const target = "flat";
  if (memory.length === 0) return { what, target, measured: "not measured", isMet: null };
  const nameOf = ({ backend, adapter, work }: MemoryCheck) => `${work} on ${adapter ?? backend}`;
  const uneven = memory.filter((check) => !isFlat(check)).map(nameOf);
  const measured = uneven.length === 0 ? `flat: ${memory.map(nameOf).join(", ")}` : `grows: ${uneven.join(", ")}`;
  return { what, target, measured, isMet: uneven.length === 0 };
}

/** What noise may add to the least time of a few. */
const tolerance = 1.1;

function linear({ rows }: Results): Target[] {
  const backends = [...new Set(rows.filter((row) => row.case.endsWith("@growth")).map((row) => row.backend))];
  const timeOf = (backend: string, depth: Depth, batch: number) =>
    rowOf(rows, caseAt("growth", step(depth, batch)), ours, backend)?.msMin ?? null;
  const worst = (costs: readonly (number | null)[]) => {
    const [first, ...rest] = costs.filter((cost) => cost !== null);
    return first === undefined || rest.length === 0 ? null : Math.max(...rest) / first;
  };
  const { batches, depths, depthBatch } = growth;
  return backends.flatMap((backend) => {
    const perImage = batches.map((batch) => {
      const time = timeOf(backend, 8, batch);
      return time === null ? null : time / batch;
    });
    const perMultiplyAdd = depths.map((depth) => {
      const time = timeOf(backend, depth, depthBatch);
      return time === null ? null : time / costsOf(studentOf(depth).network).multiplyAdds;
    });
    return [
      atMost(
        `${backend}: time per image, batch 16 to 512, the worst against the first`,
        tolerance,
        worst(perImage),
        times,
      ),
      atMost(
        `${backend}: time per multiply-add, depth 8 to 32, the worst against the first`,
        tolerance,
        worst(perMultiplyAdd),
        times,
      ),
    ];
  });
}
