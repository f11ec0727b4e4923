/** `virtual:formulas`: the formulas of core as MathML, made from their LaTeX when the page is built. The page carries no KaTeX. */
import katex from "katex";
import type { Plugin } from "vite";
import { formulas } from "./src/core/relations/formulas.ts";
import type { MathTree } from "./src/ui/matching/formula.tsx";

const name = "virtual:formulas";
const resolved = `\0${name}`;

export function formulasAsMath(): Plugin {
  return {
    name: "formulas-as-math",
    resolveId: (id) => (id === name ? resolved : null),
    load: (id) => (id === resolved ? `export const formulas = ${JSON.stringify(mathOf(formulas))};` : null),
  };
}

type Groups = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Groups of LaTeX, as trees. */
export function mathOf(groups: Groups): Record<string, Record<string, MathTree>> {
  const ofGroup = (group: Groups[string]) =>
    Object.fromEntries(Object.entries(group).map(([key, latex]) => [key, mathTree(latex)]));
  return Object.fromEntries(Object.entries(groups).map(([key, group]) => [key, ofGroup(group)]));
}

/** The `math` element, as elements and texts: markup would have to be trusted. */
export function mathTree(latex: string): MathTree {
  const markup = katex.renderToString(latex, {
    output: "mathml",
    displayMode: true,
    throwOnError: true,
    strict: "error",
  });
  const [span] = elementsIn(markup);
  // KaTeX wraps what is shown in `semantics`, beside the LaTeX.
  const shown = elementOf(elementOf(elementOf(span).children[0]).children[0]).children[0];
  return { tag: "math", attributes: { displaystyle: "true" }, children: [elementOf(shown)] };
}

function elementOf(node: MathTree | string | undefined): MathTree {
  if (typeof node !== "object") throw new Error(`formulas: expected an element, found ${JSON.stringify(node)}`);
  return node;
}

/** KaTeX's own markup: every element is closed, every attribute quoted. Refuses styles, which the page's policy need not allow. */
function elementsIn(markup: string): (MathTree | string)[] {
  const root: (MathTree | string)[] = [];
  const open = [root];
  for (const [whole, end, tag, attributes = "", text] of markup.matchAll(/<(\/?)([a-z]+)([^>]*)>|([^<]+)/g)) {
    if (text !== undefined) open.at(-1)!.push(unescaped(text));
    else if (end) open.pop();
    else if (tag) {
      const children: (MathTree | string)[] = [];
      const element: MathTree = { tag, attributes: attributesIn(attributes), children };
      if ("style" in element.attributes) throw new Error(`formulas: ${whole} has a style of its own`);
      open.at(-1)!.push(element);
      if (!attributes.endsWith("/")) open.push(children);
    }
  }
  return root;
}

function attributesIn(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, key, value]) => [key!, unescaped(value!)]),
  );
}

function unescaped(text: string): string {
  const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'" };
  return text.replaceAll(/&(#?\w+);/g, (whole, entity: string) => named[entity] ?? whole);
}
