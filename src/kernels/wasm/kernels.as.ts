// All kernels of our own for tfjs's wasm backend, in one module that imports its memory and keeps nothing of its own in it.
export { batchNormApply, batchNormGrad, batchNormTraining } from "../batch-norm/batch-norm.as";
export { convFilterGradient, convForward, convInputGradient, turnFilter } from "../convolution/convolution.as";
export { crossEntropy } from "../cross-entropy/cross-entropy.as";
export { fspLoss, fspMatrices, fspMatricesGrad } from "../fsp/fsp.as";
export { maxPoolGrad } from "../max-pool/max-pool.as";
export { momentumStep } from "../momentum/momentum.as";
