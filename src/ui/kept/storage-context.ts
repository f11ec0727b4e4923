import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { BrowserStorage, StorageState } from "../../client/browser-storage.ts";

export const StorageContext = createContext<BrowserStorage | null>(null);

export function useBrowserStorage(): BrowserStorage {
  const storage = useContext(StorageContext);
  if (!storage) throw new Error("useBrowserStorage: there is no BrowserStorage above this component");
  return storage;
}

export function useStorageState<T>(select: (state: StorageState) => T): T {
  return useStore(useBrowserStorage().store, select);
}
