/** The lengths of the gradients of each loss by the parameters that both losses reach, one batch, each lambda taken as 1. */
export interface LossGradients {
  /** Of the cross-entropy. */
  readonly task: number;
  /** Of the pairs' losses together. */
  readonly fsp: number;
  readonly pairs: readonly { readonly pair: string; readonly norm: number }[];
  /** The lambda with which stage 1 pulls as hard as the task does; null where either does not pull at all. */
  readonly lambda: number | null;
}

export function balancingLambda({ task, fsp }: Pick<LossGradients, "task" | "fsp">): number | null {
  const lambda = task / fsp;
  return lambda > 0 && Number.isFinite(lambda) ? lambda : null;
}
