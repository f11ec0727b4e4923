/** What went wrong, as the page is told. */
import { BadInput, reasonOf } from "../core/bad-input.ts";
import type { Problem } from "../core/problem.ts";
import { GpuFailure, NoRoom, NoSimd, NoWasm, ThreadDied } from "../engine/backend.ts";
import { NotFinite } from "../engine/not-finite.ts";
import type { Failure, FailureCode } from "../protocol/messages.ts";

export function failureOf(error: unknown): Failure {
  const message = reasonOf(error);
  const unread = unreadScript(message);
  if (unread) return { code: "input", message: new BadInput(unread).message, problem: unread };
  const problem = error instanceof BadInput || error instanceof NotFinite ? error.problem : null;
  return { code: codeOf(error), message, problem };
}

function codeOf(error: unknown): FailureCode {
  if (error instanceof GpuFailure) return "gpu";
  if (error instanceof NoWasm) return "no-wasm";
  if (error instanceof NoSimd) return "no-simd";
  if (error instanceof ThreadDied) return "thread";
  if (error instanceof NotFinite) return "not-finite";
  if (error instanceof BadInput) return "input";
  if (error instanceof NoRoom || isOutOfMemory(error)) return "memory";
  return "internal";
}

/** In the words of V8, Firefox and Safari. */
function isOutOfMemory(error: unknown): boolean {
  return /array buffer allocation failed|out of memory|could not allocate memory/i.test(reasonOf(error));
}

/** A part of the engine that the browser could not load, in the words of Chromium, Firefox and Safari. */
function unreadScript(message: string): Problem | null {
  const found =
    /^(?:failed to fetch dynamically imported module|error loading dynamically imported module|importing a module script failed)[:. ]*(.*)$/i.exec(
      message,
    );
  if (!found) return null;
  return { code: "part-unread", path: found[1] || null };
}
