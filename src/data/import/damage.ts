/** What is found wrong with a file from elsewhere, as it is thrown. */
import { BadInput, reasonOf } from "../../core/bad-input.ts";
import type { Damage, DataFault, FaultPlace, PlainDamage } from "../../core/data-fault.ts";

/** What is wrong with a file, and where in it. */
export function faulty(file: string, place: FaultPlace | null, fault: DataFault): BadInput {
  return new BadInput({ code: "data-file", file, place, fault });
}

/** `form` is the format that says so, where the file's name need not. */
export function damaged(
  file: string,
  place: FaultPlace | null,
  damage: Damage | PlainDamage,
  form: string | null = null,
): BadInput {
  return faulty(file, place, { kind: "damaged", form, damage: typeof damage === "string" ? { why: damage } : damage });
}

/** Thrown where a reader does not know the file's name; whoever does makes `BadInput` of it. */
export class DamageFound extends Error {
  readonly damage: Damage;

  constructor(damage: Damage | PlainDamage) {
    super("the file is damaged");
    this.damage = typeof damage === "string" ? { why: damage } : damage;
  }
}

/** What a reader threw, its own or a decoder's. */
export function damageOf(error: unknown): Damage {
  return error instanceof DamageFound ? error.damage : { why: "foreign", reason: reasonOf(error) };
}
