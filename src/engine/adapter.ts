/** Looks for a GPU without starting tfjs. */

/** `navigator.gpu` where there is one; types say it is always there, older browsers and Node 20 disagree. */
export function gpuApi(): GPU | null {
  return (globalThis.navigator as Navigator | undefined)?.gpu ?? null;
}

export async function requestAdapter(): Promise<GPUAdapter | null> {
  return (
    (await gpuApi()
      ?.requestAdapter({ powerPreference: "high-performance" })
      .catch(() => null)) ?? null
  );
}

export async function adapterFound(): Promise<"hardware" | "no-api" | "no-adapter" | "software-adapter"> {
  if (!gpuApi()) return "no-api";
  const adapter = await requestAdapter();
  if (!adapter) return "no-adapter";
  return isSoftware(adapter.info) ? "software-adapter" : "hardware";
}

export function isSoftware(info: GPUAdapterInfo): boolean {
  const names = [info.vendor, info.architecture, info.device, info.description].join(" ");
  return info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|software|basic render/i.test(names);
}

export function adapterName(info: GPUAdapterInfo): string {
  const parts = [info.vendor, info.architecture, info.device, info.description];
  return parts.filter((part) => part !== "").join(" ") || "unnamed";
}
