import type { ReactNode } from "react";
import { useMessages } from "../messages/messages.ts";
import type { Domain } from "./scales.ts";
import { domains } from "./scales.ts";
import type { OrderName } from "./shown-order.ts";
import { orderNames } from "./shown-order.ts";
import { ToolChoice } from "./tool-choice.tsx";
import type { Choose, ViewChoice } from "./view-choice.ts";

interface ViewToolsProps {
  readonly choice: ViewChoice;
  readonly onChoose: Choose;
}

/** In which order rows and columns stand, and what the colours span. */
export function ViewTools({ choice, onChoose }: ViewToolsProps): ReactNode {
  const { insight: words } = useMessages();
  return (
    <>
      <ToolChoice<OrderName>
        label={words.order}
        options={orderNames}
        names={words.orders}
        value={choice.order}
        onChange={(order) => onChoose({ order })}
      />
      <ToolChoice<Domain>
        label={words.colours}
        options={domains}
        names={words.domains}
        value={choice.domain}
        onChange={(domain) => onChoose({ domain })}
      />
    </>
  );
}
