/** Looks for a GPU without starting tfjs. */

/** `navigator.gpu` where there is one; types say it is always there, older browsers disagree. */
export function gpuApi(): GPU | null {
  return (globalThis.navigator as Navigator | undefined)?.gpu ?? null;
}

export async function adapterFound(): Promise<"hardware" | "no-api" | "no-adapter" | "software-adapter"> {
  const api = gpuApi();
  if (!api) return "no-api";
  const adapter = await api.requestAdapter({ powerPreference: "high-performance" }).catch(() => null);
  if (!adapter) return "no-adapter";
  return isSoftware(adapter.info) ? "software-adapter" : "hardware";
}

export function isSoftware(info: GPUAdapterInfo): boolean {
  return info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe/i.test(`${info.architecture} ${info.device} ${info.description}`);
}

export function adapterName(info: GPUAdapterInfo): string {
  const parts = [info.vendor, info.architecture, info.device, info.description];
  return parts.filter((part) => part !== "").join(" ") || "unnamed";
}
