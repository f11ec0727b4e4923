const chunkBytes = 65_536;

/**
 * What a gzip file of so many bytes holds, in pieces; who stops early leaves the rest packed. Throws what the stream says of a
 * damaged file. So little is packed at a time that what it unpacks to has room.
 */
export async function* gunzippedPieces(
  length: number,
  range: (from: number, to: number) => Uint8Array | Promise<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  const stream = new DecompressionStream("gzip");
  const writer = stream.writable.getWriter();
  const writing = (async () => {
    for (let at = 0; at < length; at += chunkBytes)
      await writer.write(await range(at, Math.min(length, at + chunkBytes)));
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
