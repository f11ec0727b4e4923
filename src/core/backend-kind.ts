export const backendKinds = ["webgpu", "wasm", "cpu"] as const;
export type BackendKind = (typeof backendKinds)[number];
