/** Promises that nobody awaited. */

type Rejection = Pick<PromiseRejectionEvent, "reason" | "preventDefault">;

/** As much of a worker's global scope as is used. */
export interface Rejecting {
  addEventListener(type: "unhandledrejection", listener: (event: Rejection) => void): void;
  reportError(error: unknown): void;
}

/**
 * A rejection that nobody heard of breaks a worker off as an error in it does: the page is told of errors alone, and makes
 * another worker, which goes on from the checkpoint.
 */
export function reportRejections(scope: Rejecting): void {
  scope.addEventListener("unhandledrejection", (event) => {
    // Reported once is enough.
    event.preventDefault();
    scope.reportError(event.reason);
  });
}
