// What the machine's binary knows its kernels by: `tasks.as.ts` there, the invocations here. Both languages read this file.

export const gatherId = 0;
export const packFilterId = 1;
export const winogradFilterId = 2;
export const directConvId = 3;
export const winogradConvId = 4;
export const directFilterGradientId = 5;
export const winogradFilterGradientId = 6;
export const sumPartsId = 7;
export const momentsId = 8;
export const mergeMomentsId = 9;
export const batchNormApplyId = 10;
export const slopeSumsId = 11;
export const slopeVectorsId = 12;
export const inputSlopesId = 13;
export const globalAveragePoolId = 14;
export const globalAveragePoolGradId = 15;
export const denseId = 16;
export const denseInputGradId = 17;
export const denseKernelGradId = 18;
export const crossEntropiesId = 19;
export const fspMatricesId = 20;
export const fspMatricesGradId = 21;
export const fspLossesId = 22;
export const momentumId = 23;
export const copyId = 24;
export const clearId = 25;
