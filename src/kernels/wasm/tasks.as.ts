// One kernel of a program, run on a range of images (`from` up to `to`). `a` is where its arguments lie, 4 bytes each, in the
// order of the kernel's own parameters; `part` counts the ranges, each of which may leave a partial result of its own.
import { batchNormApply, blend, mergeMoments, moments, momentsSize } from "../batch-norm/batch-norm.as";
import { inputSlopes, slopeSums, slopeSumsSize, slopeVectors } from "../batch-norm/batch-norm-grad.as";
import { directConv, directFilterGradient } from "../convolution/direct.as";
import { packFilter } from "../convolution/packing.as";
import { winogradFilterGradient } from "../convolution/winograd-gradient.as";
import { winogradFilter } from "../convolution/winograd-transforms.as";
import { winogradConv } from "../convolution/winograd.as";
import { crossEntropies } from "../cross-entropy/cross-entropy.as";
import { dense, denseInputGrad, denseKernelGrad } from "../dense/dense.as";
import { fspLosses, fspMatrices, fspMatricesGrad } from "../fsp/fsp.as";
import { gather } from "../gather/gather.as";
import { globalAveragePool, globalAveragePoolGrad } from "../global-average-pool/global-average-pool.as";
import { momentumStep } from "../momentum/momentum.as";
import * as id from "./kernel-ids";
import { sumParts } from "./sum-parts.as";

export function runKernel(kernel: i32, a: usize, from: i32, to: i32, part: i32, scratch: usize): void {
  switch (kernel) {
    case id.gatherId:
      return gather(at(a, 0), at(a, 1), at(a, 2), at(a, 3), int(a, 4), int(a, 5), int(a, 6), from, to);
    case id.packFilterId:
      return packFilter(
        at(a, 0), int(a, 1), int(a, 2), int(a, 3), int(a, 4), int(a, 5), int(a, 6), int(a, 7), int(a, 8), at(a, 9),
      );
    case id.winogradFilterId:
      return winogradFilter(at(a, 0), int(a, 1), int(a, 2), int(a, 3), int(a, 4), int(a, 5), int(a, 6), at(a, 7), scratch);
    case id.directConvId:
      return directConv(
        at(a, 0), int(a, 1), int(a, 2), int(a, 3), at(a, 4), int(a, 5), int(a, 6), int(a, 7), int(a, 8), int(a, 9), int(a, 10),
        at(a, 11), at(a, 12), at(a, 13), at(a, 14), int(a, 15), int(a, 16), int(a, 17), at(a, 18), at(a, 19), truth(a, 20),
        from, to, scratch,
      );
    case id.winogradConvId:
      return winogradConv(
        at(a, 0), int(a, 1), int(a, 2), int(a, 3), at(a, 4), at(a, 5), int(a, 6), int(a, 7), int(a, 8), int(a, 9), int(a, 10),
        at(a, 11), at(a, 12), truth(a, 13), int(a, 14), from, to, scratch,
      );
    case id.directFilterGradientId:
      return directFilterGradient(
        at(a, 0), int(a, 1), int(a, 2), int(a, 3), at(a, 4), int(a, 5), int(a, 6), int(a, 7),
        at(a, 8) + (<usize>(part * int(a, 9) * int(a, 10) * int(a, 3) * int(a, 7)) << 2),
        int(a, 9), int(a, 10), int(a, 11), int(a, 12), int(a, 13), int(a, 14), from, to, scratch,
      );
    case id.winogradFilterGradientId:
      return winogradFilterGradient(
        at(a, 0), int(a, 1), int(a, 2), int(a, 3), at(a, 4), int(a, 5), int(a, 6), int(a, 7),
        at(a, 8) + (<usize>(part * 9 * int(a, 3) * int(a, 7)) << 2), int(a, 9), int(a, 10), int(a, 11), from, to, scratch,
      );
    case id.sumPartsId:
      return sumParts(at(a, 0), int(a, 1), at(a, 2), at(a, 3), int(a, 4));
    case id.momentsId:
      return moments(row(a, 0, 2, from), at(a, 1) + <usize>part * momentsSize(int(a, 3)), (to - from) * int(a, 2), int(a, 3));
    case id.mergeMomentsId:
      mergeMoments(at(a, 0), int(a, 1), int(a, 2), int(a, 3), int(a, 4), at(a, 5), at(a, 6));
      blend(at(a, 7), at(a, 5), int(a, 4), float(a, 9), float(a, 10));
      return blend(at(a, 8), at(a, 6), int(a, 4), float(a, 9), float(a, 10));
    default:
      return runOther(kernel, a, from, to, part, scratch);
  }
}

function runOther(kernel: i32, a: usize, from: i32, to: i32, part: i32, scratch: usize): void {
  switch (kernel) {
    case id.batchNormApplyId:
      return batchNormApply(
        row(a, 0, 7, from), at(a, 1), at(a, 2), row(a, 3, 7, from), row(a, 4, 7, from), at(a, 5), at(a, 6),
        (to - from) * int(a, 7), int(a, 8), float(a, 9), truth(a, 10),
      );
    case id.slopeSumsId:
      return slopeSums(
        row(a, 0, 5, from), row(a, 1, 5, from), row(a, 2, 5, from), at(a, 3), at(a, 4) + <usize>part * slopeSumsSize(int(a, 6)),
        (to - from) * int(a, 5), int(a, 6), truth(a, 7),
      );
    case id.slopeVectorsId:
      return slopeVectors(
        at(a, 0), int(a, 1), at(a, 2), at(a, 3), at(a, 4), at(a, 5), at(a, 6), int(a, 7), int(a, 8), float(a, 9),
      );
    case id.inputSlopesId:
      return inputSlopes(
        row(a, 0, 9, from), row(a, 1, 9, from), row(a, 2, 9, from), at(a, 3), at(a, 4),
        row(a, 5, 9, from), truth(a, 6), row(a, 7, 9, from), truth(a, 8), (to - from) * int(a, 9), int(a, 10), truth(a, 11),
      );
    case id.globalAveragePoolId:
      return globalAveragePool(at(a, 0), at(a, 1), int(a, 2), int(a, 3), from, to);
    case id.globalAveragePoolGradId:
      return globalAveragePoolGrad(at(a, 0), at(a, 1), truth(a, 2), int(a, 3), int(a, 4), from, to);
    case id.denseId:
      return dense(at(a, 0), at(a, 1), at(a, 2), at(a, 3), int(a, 4), int(a, 5), from, to);
    case id.denseInputGradId:
      return denseInputGrad(at(a, 0), at(a, 1), at(a, 2), truth(a, 3), int(a, 4), int(a, 5), from, to);
    case id.denseKernelGradId:
      return denseKernelGrad(at(a, 0), at(a, 1), at(a, 2), at(a, 3), int(a, 4), int(a, 5), int(a, 6));
    case id.crossEntropiesId:
      return crossEntropies(at(a, 0), at(a, 1), at(a, 2), at(a, 3), at(a, 4), int(a, 5), int(a, 6), from, to);
    case id.fspMatricesId:
      return fspMatrices(
        at(a, 0), int(a, 1), int(a, 2), int(a, 3), at(a, 4), int(a, 5), int(a, 6), int(a, 7), at(a, 8), at(a, 9), int(a, 10),
        from, to, scratch,
      );
    case id.fspMatricesGradId:
      return fspMatricesGrad(
        at(a, 0), at(a, 1), int(a, 2), int(a, 3), int(a, 4), at(a, 5), int(a, 6), int(a, 7), int(a, 8),
        at(a, 9), truth(a, 10), at(a, 11), truth(a, 12), from, to, scratch,
      );
    case id.fspLossesId:
      return fspLosses(
        at(a, 0), at(a, 1), int(a, 2), at(a, 3), <f64>float(a, 4), at(a, 5), at(a, 6), int(a, 7), from, to,
      );
    case id.momentumId: {
      const settings = at(a, 4);
      return momentumStep(
        at(a, 0), at(a, 1), at(a, 2), at(a, 0), at(a, 1), int(a, 3), float(settings, 0), float(settings, 1), float(settings, 2),
      );
    }
    case id.copyId:
      return memory.copy(at(a, 1), at(a, 0), at(a, 2));
    case id.clearId:
      return memory.fill(at(a, 0) + <usize>from * at(a, 1), 0, <usize>(to - from) * at(a, 1));
    default:
      unreachable();
  }
}

// @ts-ignore: decorator
@inline
function int(a: usize, index: usize): i32 {
  return load<i32>(a + (index << 2));
}

// @ts-ignore: decorator
@inline
function at(a: usize, index: usize): usize {
  return load<usize>(a + (index << 2));
}

// @ts-ignore: decorator
@inline
function float(a: usize, index: usize): f32 {
  return load<f32>(a + (index << 2));
}

// @ts-ignore: decorator
@inline
function truth(a: usize, index: usize): bool {
  return load<i32>(a + (index << 2)) != 0;
}

/** Where image `from` begins in the map of an argument, or 0 where that is 0; rows of an image and channels are at `sizes`. */
// @ts-ignore: decorator
@inline
function row(a: usize, index: usize, sizes: usize, from: i32): usize {
  const start = at(a, index);
  return start ? start + (<usize>(from * int(a, sizes) * int(a, sizes + 1)) << 2) : 0;
}
