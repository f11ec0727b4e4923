/**
 * Gives the memory of bytes back at once, where the collector would take its time: between unpacking CIFAR-10 and putting it
 * together there would be 400 MB that nobody needs. Nothing reads them after that. An engine without `transfer` collects them later.
 */
export function letGo(bytes: Uint8Array): void {
  // The language's library of 2023 does not know `transfer` yet.
  const buffer = bytes.buffer as ArrayBufferLike & { transfer?: (length: number) => ArrayBuffer };
  // A view of a part says nothing of who reads the rest.
  if (bytes.byteLength === buffer.byteLength) buffer.transfer?.(0);
}
