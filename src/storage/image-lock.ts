/** One writer for each blob, however many tabs there are: parts that one drops may be what another has just written. */
const lockOf = (sha256: string) => `fsp-lab.images.${sha256}`;

/** Runs `act` while nobody else writes or drops the set or teacher; where the browser has no locks, at once. */
export async function whileNobodyWrites<T>(sha256: string, act: () => Promise<T>): Promise<T> {
  const manager = locks();
  return manager ? manager.request(lockOf(sha256), act) : act();
}

/** Whether other tabs' writers can be told from those that were ended. */
export function knowsWriters(): boolean {
  return locks() !== undefined;
}

function locks(): LockManager | undefined {
  const { navigator } = globalThis as { readonly navigator?: { readonly locks?: LockManager } };
  return navigator?.locks;
}
