const chunkBytes = 65_536;

/** What a gzip file holds, in pieces; who stops early leaves the rest packed. Throws what the stream says of a damaged file. */
export async function* gunzippedPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  const stream = new DecompressionStream("gzip");
  const writer = stream.writable.getWriter();
  const writing = (async () => {
    for (let at = 0; at < bytes.length; at += chunkBytes) await writer.write(bytes.subarray(at, at + chunkBytes));
    await writer.close();
  })();
  // The reader meets the same error; this keeps the writer's copy from going unhandled.
  writing.catch(() => {});
  const reader = stream.readable.getReader();
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
  } finally {
    await reader.cancel().catch(() => {});
  }
}
