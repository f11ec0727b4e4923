/** Finds the memories of every wasm module that starts, whoever starts it. */

/** Gives the bytes of all memories so far; they grow and never shrink. Call it before the engine starts anything. */
export function watchWasm(): () => number {
  const memories = new Set<WebAssembly.Memory>();
  const instantiate = WebAssembly.instantiate;
  const watched = async (source: WebAssembly.Module | BufferSource, imports?: WebAssembly.Imports) => {
    const result =
      source instanceof WebAssembly.Module ? await instantiate(source, imports) : await instantiate(source, imports);
    const { exports } = "instance" in result ? result.instance : result;
    for (const found of [exports, ...Object.values(imports ?? {})].flatMap(memoriesIn)) memories.add(found);
    return result;
  };
  Object.assign(WebAssembly, { instantiate: watched });
  return () => [...memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
}

function memoriesIn(values: Readonly<Record<string, unknown>>): WebAssembly.Memory[] {
  return Object.values(values).filter((value) => value instanceof WebAssembly.Memory);
}
