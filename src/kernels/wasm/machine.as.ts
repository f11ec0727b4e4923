// What the wasm machine needs, for one thread and a memory of its own.
export { directConvScratch, directFilterGradientScratch } from "../convolution/direct.as";
export { winogradFilterGradientScratch } from "../convolution/winograd-gradient.as";
export { winogradConvScratch } from "../convolution/winograd.as";
export { fspScratch } from "../fsp/fsp.as";
export { run } from "./program.as";
