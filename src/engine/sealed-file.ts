/** Safetensors that carry their own hash: what the lab keeps for itself is whole, or is not read. */
import { sha256Of } from "../core/canonical.ts";
import type { TensorFile } from "../core/safetensors.ts";
import { safetensorsBytes, tensorFileOf } from "../core/safetensors.ts";

const hashKey = "fsp-lab.sha256";

export async function sealed({ tensors, metadata }: TensorFile): Promise<Uint8Array> {
  const hash = await hashWithout({ tensors, metadata });
  return safetensorsBytes({ tensors, metadata: { ...metadata, [hashKey]: hash } });
}

/** Reads what `sealed` made; null where the bytes are not, or no longer, such a file. */
export async function unsealed(bytes: Uint8Array): Promise<TensorFile | null> {
  let found: TensorFile;
  try {
    found = tensorFileOf(bytes, "");
  } catch {
    return null;
  }
  return found.metadata[hashKey] === (await hashWithout(found)) ? found : null;
}

/** Of the file as it would be without its hash. */
function hashWithout({ tensors, metadata }: TensorFile): Promise<string> {
  const { [hashKey]: _, ...others } = metadata;
  return sha256Of(safetensorsBytes({ tensors, metadata: others }));
}
