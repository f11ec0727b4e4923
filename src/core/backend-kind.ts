export const backendKinds = ["webgpu", "wasm", "cpu"] as const;
export type BackendKind = (typeof backendKinds)[number];

/** `fast`: with the lab's own kernels. `reference`: tfjs's stock kernels wherever it has them, which the others are held against. */
export const engineKinds = ["fast", "reference"] as const;
export type EngineKind = (typeof engineKinds)[number];
