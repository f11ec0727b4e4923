import { createElement, type ReactNode } from "react";

/** An element of MathML, as the build makes it. */
export interface MathTree {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (MathTree | string)[];
}

export function Formula({ tree }: { readonly tree: MathTree }): ReactNode {
  return <span className="formula">{elementOf(tree)}</span>;
}

function elementOf({ tag, attributes, children }: MathTree): ReactNode {
  return createElement(
    tag,
    attributes,
    ...children.map((child) => (typeof child === "string" ? child : elementOf(child))),
  );
}
