/** The editor's keys: on the board all of them, elsewhere in the editor undo and redo. */
import type { Direction } from "./items.ts";

export type BoardAct =
  | { readonly act: "go" | "move"; readonly direction: Direction }
  | { readonly act: "remove" | "duplicate" | "settings" };
export type HistoryAct = "undo" | "redo";

type Keys = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

const directions: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "first",
  End: "last",
};

export function boardActOf({ key, ctrlKey, metaKey, altKey }: Keys): BoardAct | null {
  const command = ctrlKey || metaKey;
  const direction = directions[key];
  if (direction) return command ? null : { act: altKey ? "move" : "go", direction };
  if (key.toLowerCase() === "d" && command && !altKey) return { act: "duplicate" };
  if (command || altKey) return null;
  if (key === "Delete" || key === "Backspace") return { act: "remove" };
  return key === "Enter" ? { act: "settings" } : null;
}

export function historyActOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Keys): HistoryAct | null {
  if (!(ctrlKey || metaKey) || altKey) return null;
  if (key.toLowerCase() === "z") return shiftKey ? "redo" : "undo";
  return key.toLowerCase() === "y" ? "redo" : null;
}
