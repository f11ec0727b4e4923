/** Ctrl-C, after everything was kept. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}
