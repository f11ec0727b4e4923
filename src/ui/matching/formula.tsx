import { createElement, type ReactNode } from "react";

/** An element of MathML, as the build makes it. */
export interface MathTree {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (MathTree | string)[];
}

export function Formula({ tree }: { readonly tree: MathTree }): ReactNode {
  // In a Chinese text some typefaces slant the signs.
  return (
    <span className="formula" lang="en">
      {elementOf(tree)}
    </span>
  );
}

function elementOf({ tag, attributes, children }: MathTree): ReactNode {
  return createElement(
    tag,
    attributes,
    ...children.map((child) => (typeof child === "string" ? child : elementOf(child))),
  );
}
