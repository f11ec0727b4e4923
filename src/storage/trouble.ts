import type { StorageTroubleCode } from "../core/storage-trouble.ts";

/** Nothing can be kept, or what was kept cannot be had. */
export class StorageTrouble extends Error {
  override readonly name = "StorageTrouble";
  readonly code: StorageTroubleCode;

  constructor(code: StorageTroubleCode, reason: string) {
    super(`Storage: ${reason}`);
    this.code = code;
  }
}

/** By the names that the standard gives errors; some engines use plain objects for them. */
const codes: Readonly<Record<string, StorageTroubleCode>> = {
  QuotaExceededError: "full",
  VersionError: "newer",
  SecurityError: "none",
  NotSupportedError: "none",
  InvalidStateError: "failed",
  UnknownError: "failed",
  AbortError: "failed",
  NotFoundError: "failed",
  TransactionInactiveError: "failed",
  TimeoutError: "failed",
  DataError: "failed",
  EncodingError: "failed",
  NotReadableError: "failed",
};

/** The error as the lab speaks of it; what is not the database's stays as it is. */
export function troubleFrom(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StorageTrouble) return error;
  const code = codes[error.name];
  return code ? new StorageTrouble(code, `${error.name}: ${error.message}`) : error;
}

/** Whether the connection died and a new one may live: WebKit ends its database server, a browser closes what it must. */
export function isDropped(error: unknown): boolean {
  return error instanceof Error && (error.name === "InvalidStateError" || error.name === "UnknownError");
}
