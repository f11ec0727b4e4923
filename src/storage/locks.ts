/** One writer for each training, however many tabs there are: the browser gives a lock back when its tab or worker ends. */

const lockOf = (id: string) => `fsp-lab.training.${id}`;

/** Where the browser has none, as over plain http, every tab is alone. */
function locks(): LockManager | undefined {
  const { navigator } = globalThis as { readonly navigator?: { readonly locks?: LockManager } };
  return navigator?.locks;
}

/** Holds the training until what it gives is called; null where another holds it for `waitMs` and longer. */
export async function heldTraining(id: string, waitMs: number): Promise<(() => void) | null> {
  const manager = locks();
  if (!manager) return () => {};
  return new Promise((resolve, reject) => {
    const held = () =>
      new Promise<void>((release) => {
        resolve(release);
      });
    manager.request(lockOf(id), { signal: AbortSignal.timeout(waitMs) }, held).catch((error: unknown) => {
      if (error instanceof DOMException && ["TimeoutError", "AbortError"].includes(error.name)) resolve(null);
      else reject(error);
    });
  });
}

/** Ids of the trainings that somebody holds now, in whatever tab. Who only waits for the end shares the lock for a moment. */
export async function heldTrainings(): Promise<ReadonlySet<string>> {
  const held = (await locks()?.query())?.held ?? [];
  const prefix = lockOf("");
  const isOurs = ({ name, mode }: LockInfo) => mode === "exclusive" && name?.startsWith(prefix);
  return new Set(held.filter(isOurs).map(({ name = "" }) => name.slice(prefix.length)));
}

/** Resolves when nobody holds the training any more. */
export async function freeTraining(id: string): Promise<void> {
  await locks()?.request(lockOf(id), { mode: "shared" }, () => {});
}
