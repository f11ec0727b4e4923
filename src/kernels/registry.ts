/** The border with tfjs's loosely typed kernel registry; its maps and our records are cast here and nowhere else. */
import * as tf from "@tensorflow/tfjs-core";

/** A kernel's name, and the types of what it takes. The types exist at compile time only. */
export interface Kernel<Inputs extends object, Attributes extends object> {
  readonly name: string;
  readonly takes?: (inputs: Inputs, attributes: Attributes) => void;
}

/**
 * Inputs stay the caller's; outputs are new tensors. A tensor made on the way is freed by the one who made it.
 * The lab's own kernels give a list; those that stand in for one of tfjs's give what that one gives.
 */
export type Compute<Inputs, Attributes> = (inputs: Inputs, attributes: Attributes) => tf.TensorInfo | tf.TensorInfo[];

/** Replaces a kernel of the same name, so that a backend can be opened again. */
export function registerKernel<Inputs extends object, Attributes extends object>(
  kernel: Kernel<Inputs, Attributes>,
  backendName: string,
  compute: Compute<Inputs, Attributes>,
): void {
  if (tf.getKernel(kernel.name, backendName)) tf.unregisterKernel(kernel.name, backendName);
  tf.registerKernel({
    kernelName: kernel.name,
    backendName,
    kernelFunc: ({ inputs, attrs }) => compute(inputs as unknown as Inputs, attrs as unknown as Attributes),
  });
}

/** Registers a kernel made of stock ops: what it makes on the way is freed when it returns. */
export function registerComposed<Inputs extends object, Attributes extends object>(
  kernel: Kernel<Inputs, Attributes>,
  backendName: string,
  compute: (inputs: Inputs, attributes: Attributes) => tf.Tensor | tf.Tensor[],
): void {
  registerKernel(kernel, backendName, (inputs, attributes) => tf.tidy(() => compute(inputs, attributes)));
}

/** Runs a kernel on the active backend; undefined inputs are left out. The outputs are the caller's to dispose. */
export function runKernel<Inputs extends object, Attributes extends object>(
  kernel: Kernel<Inputs, Attributes>,
  inputs: Inputs,
  attributes: Attributes,
): tf.Tensor[] {
  const given = Object.fromEntries(Object.entries(inputs).filter(([, tensor]) => tensor !== undefined));
  return tf.engine().runKernel<tf.Tensor[]>(kernel.name, given as tf.NamedTensorMap, attributes as tf.NamedAttrMap);
}

/**
 * How gradients flow back through a kernel. `gradient` takes the gradient of each output, the saved inputs and the
 * saved outputs; what it returns, one tensor an input, must be computed when it is called and not later: tfjs runs
 * later parts in a tidy of their own.
 */
export interface Gradient<Attributes extends object> {
  readonly inputs: readonly string[];
  readonly outputs: readonly boolean[];
  readonly gradient: (
    outputGradients: readonly tf.Tensor[],
    saved: readonly tf.Tensor[],
    attributes: Attributes,
  ) => Readonly<Record<string, tf.Tensor>>;
}

export function registerGradient<Inputs extends object, Attributes extends object>(
  kernel: Kernel<Inputs, Attributes>,
  { inputs, outputs, gradient }: Gradient<Attributes>,
): void {
  tf.registerGradient({
    kernelName: kernel.name,
    inputsToSave: [...inputs],
    outputsToSave: [...outputs],
    gradFunc: (dy, saved, attributes) => {
      const gradients = gradient(Array.isArray(dy) ? dy : [dy], saved, attributes as unknown as Attributes);
      return Object.fromEntries(Object.entries(gradients).map(([name, tensor]) => [name, () => tensor]));
    },
  });
}
