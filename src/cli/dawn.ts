/** WebGPU under Node: Dawn, as tfjs expects to find it in a browser. */

/** `flags` are Dawn's, such as "backend=vulkan". Call it before any backend is opened; a second call changes nothing. */
export async function installDawn(flags: readonly string[] = []): Promise<void> {
  if ("GPUBuffer" in globalThis) return;
  // Only who asks for WebGPU loads the native addon.
  const { create, globals } = await import("webgpu");
  Object.assign(globalThis, globals);
  const gpu = create([...flags]);
  // Later versions of Node have a navigator of their own, which cannot be assigned to.
  Object.defineProperty(globalThis, "navigator", { value: { gpu }, configurable: true });
}
