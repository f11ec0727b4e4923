/** What is timed together, in turns, and in which order: first what matters most, for the time may run out. */
import type { Depth, Stage, StepWork, Work } from "./cases.ts";
import { kernelWorks, stages, stepWorks } from "./cases.ts";
import type { Extent } from "./extent.ts";

export interface Group {
  readonly works: readonly Work[];
  /** Steps that would take longer are left out. */
  readonly longestStepMs: (work: StepWork) => number;
}

/** A step that would take longer than this is not waited for in any group. */
const longestMs = 180_000;
/** In groups of which quick engines alone are to take part. */
const briefMs = 8000;
const stage1 = ["stage1-live", "stage1-cached"] as const;

export function groupsOf(extent: Extent, where: "hardware" | "software" | "browser"): Group[] {
  if (where === "hardware" && extent.largeBatches.length > 0) return onHardware(extent);
  const { batch, depths } = extent;
  const patient = ({ stage }: StepWork) => (stage === "stage2" ? longestMs : extent.longestStage1Ms);
  // Together, because stages are compared with one another; a quick run first learns who is quick enough for stage 1.
  const perDepth = extent.isComplete ? [stages] : [["stage2"] as const, stage1];
  const steps = (depth: Depth) => perDepth.map((together) => group(depth, batch, together, patient));
  const kernels: Group = { works: kernelWorks(extent.kernelSections, batch), longestStepMs: patient };
  if (where === "browser") return [...depths.flatMap(steps), kernels];
  const [smallest, ...deeper] = depths;
  const [first, ...larger] = extent.largeBatches;
  const brief = (batch: number, together: readonly Stage[] = stages) => group(smallest, batch, together, () => briefMs);
  // At the first large batch everyone takes part once, however long it takes.
  const once = first === undefined ? [] : [group(smallest, first, ["stage2"], patient)];
  const rest = extent.largeBatches.flatMap((batch) =>
    deeper.map((depth) => group(depth, batch, stages, () => briefMs)),
  );
  const alike = first === undefined ? [] : [brief(first, stage1), ...larger.map((batch) => brief(batch))];
  return [...steps(smallest), ...once, ...deeper.toReversed().flatMap(steps), kernels, ...alike, ...rest];
}

/** A GPU is compared where it has enough to do; the largest batch first. */
function onHardware({ depths, largeBatches, kernelSections }: Extent): Group[] {
  const batches = largeBatches.toReversed();
  const steps = batches.flatMap((batch) => depths.map((depth) => group(depth, batch, stages, () => briefMs)));
  return [...steps, { works: kernelWorks(kernelSections, batches[0]!), longestStepMs: () => briefMs }];
}

function group(depth: Depth, batch: number, together: readonly Stage[], longestStepMs: Group["longestStepMs"]): Group {
  return { works: stepWorks(depth, batch, together), longestStepMs };
}
