// All kernels of our own for tfjs's wasm backend, in one module that imports its memory and keeps nothing of its own in it.
export { batchNormGrad } from "../batch-norm/batch-norm-grad.as";
export { batchNormApply, batchNormTraining } from "../batch-norm/batch-norm.as";
export {
  directConv, directConvScratch, directFilterGradient, directFilterGradientScratch,
} from "../convolution/direct.as";
export { packFilter } from "../convolution/packing.as";
export { winogradFilterGradient, winogradFilterGradientScratch } from "../convolution/winograd-gradient.as";
export { winogradFilter } from "../convolution/winograd-transforms.as";
export { winogradConv, winogradConvScratch } from "../convolution/winograd.as";
export { depthwiseConv, depthwiseFilterGrad, depthwiseInputGrad } from "../depthwise/depthwise.as";
export { crossEntropy } from "../cross-entropy/cross-entropy.as";
export { fspLoss, fspMatrices, fspMatricesGrad, fspScratch } from "../fsp/fsp.as";
export { maxPoolGrad } from "../max-pool/max-pool.as";
export { momentumStep } from "../momentum/momentum.as";
