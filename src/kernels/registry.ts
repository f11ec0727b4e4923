/** The border with tfjs's loosely typed kernel registry; its maps and our records are cast here and nowhere else. */
import * as tf from "@tensorflow/tfjs-core";

/** A kernel's name, and the types of what it takes and gives. The types exist at compile time only. */
export interface Kernel<Inputs extends object, Attributes extends object, Outputs extends readonly tf.Tensor[] = []> {
  readonly name: string;
  readonly types?: (inputs: Inputs, attributes: Attributes) => Outputs;
}

/**
 * Inputs stay the caller's; outputs are new tensors. A tensor made on the way is freed by the one who made it.
 * The lab's own kernels give a list; those that stand in for one of tfjs's give what that one gives.
 */
export type Compute<Inputs, Attributes> = (inputs: Inputs, attributes: Attributes) => tf.TensorInfo | tf.TensorInfo[];

/** Replaces a kernel of the same name, so that a backend can be opened again. */
export function registerKernel<Inputs extends object, Attributes extends object, Outputs extends readonly tf.Tensor[]>(
  kernel: Kernel<Inputs, Attributes, Outputs>,
  backendName: string,
  compute: Compute<Inputs, Attributes>,
): void {
  if (tf.getKernel(kernel.name, backendName)) tf.unregisterKernel(kernel.name, backendName);
  tf.registerKernel({
    kernelName: kernel.name,
    backendName,
    kernelFunc: ({ inputs, attrs }) => compute(typed<Inputs>(inputs), typed<Attributes>(attrs)),
  });
}

/** Registers a kernel made of stock ops: what it makes on the way is freed when it returns. */
export function registerComposed<Inputs extends object, Attributes extends object, Outputs extends tf.Tensor[]>(
  kernel: Kernel<Inputs, Attributes, Outputs>,
  backendName: string,
  compute: (inputs: Inputs, attributes: Attributes) => Outputs,
): void {
  registerKernel(kernel, backendName, (inputs, attributes) => tf.tidy(() => compute(inputs, attributes)));
}

/** Runs a kernel on the active backend; undefined inputs are left out. The outputs are the caller's to dispose. */
export function runKernel<Inputs extends object, Attributes extends object, Outputs extends readonly tf.Tensor[]>(
  kernel: Kernel<Inputs, Attributes, Outputs>,
  inputs: Inputs,
  attributes: Attributes,
): Outputs {
  const given = Object.fromEntries(Object.entries(inputs).filter(([, tensor]) => tensor !== undefined));
  const outputs: tf.Tensor | tf.Tensor[] = tf
    .engine()
    .runKernel(kernel.name, typed<tf.NamedTensorMap>(given), typed<tf.NamedAttrMap>(attributes));
  return typed<Outputs>(outputs);
}

/**
 * How gradients flow back through a kernel. `gradient` takes the gradient of each output, then the saved inputs and the
 * saved outputs; what it returns, one tensor an input, must be computed when it is called and not later: tfjs runs
 * later parts in a tidy of their own.
 */
export interface Gradient<Inputs, Attributes, Outputs, Saved> {
  readonly inputs: readonly (keyof Inputs & string)[];
  readonly outputs: readonly boolean[];
  readonly gradient: (
    outputGradients: Outputs,
    saved: Saved,
    attributes: Attributes,
  ) => Readonly<Record<string, tf.Tensor>>;
}

export function registerGradient<
  Inputs extends object,
  Attributes extends object,
  Outputs extends readonly tf.Tensor[],
  Saved extends readonly tf.Tensor[],
>(
  kernel: Kernel<Inputs, Attributes, Outputs>,
  { inputs, outputs, gradient }: Gradient<Inputs, Attributes, Outputs, Saved>,
): void {
  tf.registerGradient({
    kernelName: kernel.name,
    inputsToSave: [...inputs],
    outputsToSave: [...outputs],
    gradFunc: (dy, saved, attributes) => {
      const outputGradients = typed<Outputs>(Array.isArray(dy) ? dy : [dy]);
      const gradients = gradient(outputGradients, typed<Saved>(saved), typed<Attributes>(attributes));
      return Object.fromEntries(Object.entries(gradients).map(([name, tensor]) => [name, () => tensor]));
    },
  });
}

/** What a kernel's type promises of the untyped values that tfjs hands through. */
// oxlint-disable-next-line no-unnecessary-type-parameters -- it is the cast's target
function typed<Type>(value: unknown): Type {
  // oxlint-disable-next-line no-unsafe-type-assertion -- tfjs's registry knows maps by name, not what is in them
  return value as Type;
}
