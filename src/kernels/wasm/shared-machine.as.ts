// What the wasm machine needs where threads share its memory.
export { directConvScratch, directFilterGradientScratch } from "../convolution/direct.as";
export { winogradFilterGradientScratch } from "../convolution/winograd-gradient.as";
export { winogradConvScratch } from "../convolution/winograd.as";
export { fspScratch } from "../fsp/fsp.as";
export { runShared, work } from "./threads.as";
