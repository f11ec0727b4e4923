/** Something a person gave is wrong. The message is one sentence that names the thing and the way out. */
export class BadInput extends Error {
  override readonly name = "BadInput";
}

/** What a caught error says. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
