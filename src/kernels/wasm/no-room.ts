/** The memory that a browser or a machine gives is used up. */
export class NoRoom extends RangeError {
  override readonly name = "NoRoom";
}
