import type { ReactNode } from "react";
import { createStore } from "zustand/vanilla";
import { useMessages } from "../messages/messages.ts";
import "./matching.css";

/** Whether the screen of pairs and conventions lies over the others. */
export const matchingScreen = createStore<{ readonly open: boolean }>(() => ({ open: false }));

export function OpenMatching(): ReactNode {
  const { matching } = useMessages();
  return (
    <button
      type="button"
      className="quiet matching-open"
      aria-haspopup="dialog"
      onClick={() => matchingScreen.setState({ open: true })}
    >
      {matching.open}
    </button>
  );
}
