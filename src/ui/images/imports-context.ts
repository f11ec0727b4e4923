import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { ImportState, Imports } from "../../client/imports.ts";

export const ImportsContext = createContext<Imports | null>(null);

export function useImports(): Imports {
  const imports = useContext(ImportsContext);
  if (!imports) throw new Error("useImports: there are no imports above this component");
  return imports;
}

export function useImportState<T>(select: (state: ImportState) => T): T {
  return useStore(useImports().store, select);
}
