/** One writer for each set of images, however many tabs there are: parts that one drops may be what another has just written. */
const lockOf = (sha256: string) => `fsp-lab.images.${sha256}`;

/** Runs `act` while nobody else writes or drops the set; where the browser has no locks, at once. */
export async function whileNobodyWrites<T>(sha256: string, act: () => Promise<T>): Promise<T> {
  const { navigator } = globalThis as { readonly navigator?: { readonly locks?: LockManager } };
  return navigator?.locks ? navigator.locks.request(lockOf(sha256), act) : act();
}
