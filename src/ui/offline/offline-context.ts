import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { Offline, OfflineState } from "../../client/offline.ts";

export const OfflineContext = createContext<Offline | null>(null);

export function useOffline(): Offline {
  const offline = useContext(OfflineContext);
  if (!offline) throw new Error("useOffline: there is no Offline above this component");
  return offline;
}

export function useOfflineState<T>(select: (state: OfflineState) => T): T {
  return useStore(useOffline().store, select);
}
