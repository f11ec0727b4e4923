/** Starts tfjs's wasm module without its own start-up, which asks for CommonJS under Node and hides the memory. */
import { NoRoom } from "./no-room.ts";
import createModule, { type BackendWasmModule } from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js";

export interface WasmModule {
  /** As tfjs's `BackendWasm` takes it. */
  readonly module: EmscriptenModule;
  /** Where every tensor lies; other modules may import it. It grows. */
  readonly memory: WebAssembly.Memory;
}

export async function startModule(binary: BufferSource): Promise<WasmModule> {
  const compiled = await WebAssembly.compile(binary);
  let memory: WebAssembly.Memory | undefined;
  const module = await new Promise<EmscriptenModule>((resolve, reject) => {
    const instantiateWasm = (
      imports: WebAssembly.Imports,
      receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ) => {
      WebAssembly.instantiate(compiled, imports).then((instance) => {
        const exported = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory);
        if (!exported) throw new TypeError("tfjs's wasm module exports no memory");
        memory = exported;
        receive(instance, compiled);
      }, reject);
      return {};
    };
    const onAbort = (what: string) => reject(new Error(`tfjs's wasm module gave up: ${what}`));
    withoutNode(() => create({ instantiateWasm, onAbort })).then(resolve, reject);
  });
  // Emscripten puts the function itself in the place of a stub when it is first called.
  module._free(module._malloc(1));
  module._malloc = orThrow(module._malloc);
  module.tfjs = {
    init: module.cwrap("init", null, []),
    initWithThreadsCount: module.cwrap("init_with_threads_count", null, ["number"]),
    getThreadsCount: module.cwrap("get_threads_count", "number", []),
    registerTensor: module.cwrap("register_tensor", null, ["number", "number", "number"]),
    disposeData: module.cwrap("dispose_data", null, ["number"]),
    dispose: module.cwrap("dispose", null, []),
  };
  return { module, memory: memory! };
}

type Allocate = (bytes: number) => number;

/** tfjs takes what it gets, and a 0 for an address: it would write its tensors over one another. */
function orThrow(allocate: Allocate): Allocate {
  return (bytes) => {
    const address = bytes < 2 ** 32 ? allocate(bytes) : 0;
    if (address === 0) throw new NoRoom(`wasm: no room for ${bytes} more bytes`);
    return address;
  };
}

/** tfjs's types leave out what comes from emscripten. */
export type EmscriptenModule = BackendWasmModule & {
  _malloc: Allocate;
  readonly _free: (address: number) => void;
  cwrap(name: string, result: "number" | null, parameters: readonly "number"[]): (...numbers: number[]) => number;
};

// oxlint-disable-next-line no-unsafe-type-assertion -- tfjs's types know the module only as it is once it is wrapped
const create = createModule as (settings: object) => Promise<EmscriptenModule>;

/**
 * The emscripten glue asks once, as it starts, whether there is a `process`. If so it wants `require` and `__dirname`,
 * which an ES bundle has not, and takes over the process's listeners for uncaught errors. It needs neither.
 */
function withoutNode<T>(start: () => T): T {
  const node = Object.getOwnPropertyDescriptor(globalThis, "process");
  if (!node) return start();
  Object.defineProperty(globalThis, "process", { value: undefined, configurable: true });
  try {
    return start();
  } finally {
    Object.defineProperty(globalThis, "process", node);
  }
}
