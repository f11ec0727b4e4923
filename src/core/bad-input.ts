/** Something a person gave is wrong. The message is one sentence that names the thing and the way out. */
export class BadInput extends Error {
  override readonly name = "BadInput";
}
