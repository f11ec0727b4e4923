/** Has finished students answer together, in a worker that trains nothing. */
import type { PlanParts } from "../engine/plan-run.ts";
import type { Backend } from "../engine/backend.ts";
import { judgement } from "../engine/ensemble.ts";
import type { JudgeCommand, JudgeEvent } from "../protocol/judge-messages.ts";
import { failureOf } from "./failure.ts";

type Judge = Extract<JudgeCommand, { type: "judge" }>;

export interface JudgeParts {
  readonly open: (asked: Judge["backend"], engine: Judge["engine"]) => Promise<Backend>;
  readonly partsOf: (backend: Backend, base: string) => PlanParts;
  readonly send: (event: JudgeEvent) => void;
}

/** Never rejects: what went wrong is sent. */
export async function judge(command: Judge, { open, partsOf, send }: JudgeParts): Promise<void> {
  const { experiment, students, base } = command;
  let backend: Backend | null = null;
  try {
    backend = await open(command.backend, command.engine);
    const parts = partsOf(backend, base);
    const found = await judgement(experiment, students, parts, (done) => send({ type: "judging", done }));
    send({ type: "judged", ...found });
  } catch (error) {
    const cause = backend ? await backend.causeOf(error) : error;
    send({ type: "failed", ...failureOf(cause) });
  } finally {
    backend?.close();
  }
}
