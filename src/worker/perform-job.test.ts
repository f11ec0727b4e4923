/** A plan whose teacher's numbers run away: only what learns from it fails. */
import { expect, test } from "vitest";
import type { Experiment, Plan } from "../core/experiment.ts";
import { JobQueue } from "../core/job-queue.ts";
import type { RunEnd } from "../core/run-end.ts";
import { pageOrder } from "../core/run-order.ts";
import { toPlan } from "../core/document.ts";
import { describeEachBackend, latestBackend } from "../testing/backends.ts";
import { testParts, tinyExperiment, tinyExperimentParts } from "../testing/lab-parts.ts";
import { performJob } from "./perform-job.ts";

const { recipe } = tinyExperimentParts;
const schedule = { ...recipe.schedule, iterations: 30, rate: 100, decay: 1 };
const taught: Experiment = {
  ...tinyExperiment,
  teacher: { ...recipe, network: { kind: "plain", depth: 8, width: 4 }, schedule },
  student: { kind: "plain", depth: 8, width: 4 },
};
const plain: Experiment = { ...taught, name: "plain", method: { kind: "none" } };
const plan: Plan = { ...toPlan(plain), kind: "plan", seeds: [1, 2], baseline: "plain", experiments: [taught, plain] };

await describeEachBackend(
  (kind) => {
    const parts = testParts(kind);

    async function endsOf(of: Plan) {
      const queue = new JobQueue(of, pageOrder(of), []);
      const [ends, told, stages]: [RunEnd[], string[], number[]] = [[], [], []];
      const given = {
        queue,
        shelf: new Map(),
        backend: latestBackend()!,
        parts,
        isAlone: false,
        after: async ({
          reports,
        }: {
          readonly reports: readonly { readonly type: string; readonly stage?: number }[];
        }) => void stages.push(...reports.flatMap(({ type, stage }) => (type === "step" ? [stage!] : []))),
        broken: async ({ stage }: { readonly stage: number }, { experiment, seed }: RunEnd["run"]) => {
          told.push(`${experiment} ${seed}: stage ${stage}`);
          return null;
        },
      };
      for (let job = queue.next(); job; job = queue.next()) {
        const end = await performJob(job, null, [], given);
        queue.end(end);
        ends.push(end);
      }
      return { ends, told, stages };
    }

    test("plain runs go on without the teacher, which is trained once; the others say that it is the teacher", async () => {
      const { ends, told, stages } = await endsOf(plan);
      expect(ends.map(({ id, how }) => [id, how.kind])).toEqual([
        ["plain-s1", "finished"],
        ["tiny-s1", "failed"],
        ["plain-s2", "finished"],
        ["tiny-s2", "failed"],
      ]);
      expect(told).toEqual(["plain 1: stage 0"]);
      expect(stages.filter((stage) => stage === 2)).toHaveLength(2 * plain.task.iterations);
      const [first, ...rest] = ends.flatMap(({ how }) => (how.kind === "failed" ? [how.reason] : []));
      expect(first).toMatch(/^Its teacher failed: .* stopped being finite in the teacher's training \(stage 0\)/);
      expect(rest).toEqual([first]);
      const alone = await endsOf({ ...plan, experiments: [plain] });
      const hashes = (all: readonly RunEnd[]) =>
        all.flatMap(({ how }) => (how.kind === "finished" ? [how.result.weightsHash] : []));
      expect(hashes(ends)).toEqual(hashes(alone.ends));
    });

    test("a run that trains its teacher itself says that it is the teacher that failed", async () => {
      const { ends } = await endsOf({ ...plan, baseline: null, experiments: [taught] });
      for (const { how } of ends) expect(how.kind === "failed" && how.reason).toMatch(/^Its teacher failed/);
      expect(ends).toHaveLength(2);
    });
  },
  ["wasm"],
);
