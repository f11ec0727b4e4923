/** zlib through the platform's own streams, with a cap on what comes out. */

export function deflated(bytes: Uint8Array): Promise<Uint8Array> {
  return piped(bytes, new CompressionStream("deflate"), Infinity);
}

/** Fed in small slices and counted, so that a bomb is cut long before it fills the memory. */
export function inflated(bytes: Uint8Array, mostBytes: number): Promise<Uint8Array> {
  return piped(bytes, new DecompressionStream("deflate"), mostBytes);
}

async function piped(bytes: Uint8Array, stream: CompressionStream, mostBytes: number): Promise<Uint8Array> {
  const writer = stream.writable.getWriter();
  const writing = (async () => {
    for (let at = 0; at < bytes.length; at += 1024) await writer.write(bytes.subarray(at, at + 1024));
    await writer.close();
  })();
  // The reader meets the same error; this keeps the writer's copy from going unhandled.
  writing.catch(() => {});
  const reader = stream.readable.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > mostBytes) {
      await reader.cancel().catch(() => {});
      throw new RangeError(`more than ${mostBytes} bytes came out`);
    }
    parts.push(part.value);
  }
  await writing;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
