import { describe, expect, test } from "vitest";
import { formulas } from "../../core/relations/formulas.ts";
import { letters as english } from "./en/letters.ts";
import { letters as chinese } from "./zh/letters.ts";

const greek: Readonly<Record<string, string>> = {
  lambda: "λ",
  pi: "π",
  rho: "ρ",
  Sigma: "Σ",
  varepsilon: "ε",
  top: "⊤",
  langle: "⟨",
  lVert: "‖",
};
/** Commands that are read as they are: signs, brackets, words. */
const plain =
  /\\(?:operatorname|mathrm)\{\w+\}|aligned|\\(?:frac|tfrac|sum|sqrt|min|max|arg|in|hat|bigl|bigr|begin|end|rangle|rVert|;|\\)(?![a-z])/g;

/** Every letter of a formula, once. */
function lettersIn(latex: string): string[] {
  const named = latex
    .replaceAll(plain, " ")
    .replaceAll(/\\([A-Za-z]+)/g, (_, name: string) => ` ${greek[name] ?? `?${name}`} `);
  return [...new Set(named.match(/\p{L}|[⟨‖⊤?]/gu))].filter((letter) => !/[{}]/.test(letter));
}

/** Standing alone, not within a word. */
const alone = (letter: string) => new RegExp(`(?<![A-Za-z])${letter === "?" ? "\\?" : letter}(?![A-Za-z])`, "u");

function expectSaid(said: string, latex: string): void {
  const letters = lettersIn(latex);
  expect(letters.length, latex).toBeGreaterThan(0);
  for (const letter of letters) expect(said, `${letter} in ${latex}`).toMatch(alone(letter));
}

describe.each([
  ["English", english],
  ["Chinese", chinese],
] as const)("in %s every letter of a shown formula is explained beside it", (_, { letters }) => {
  const { remedies, ...groups } = formulas;
  test.each(Object.entries(remedies))("the remedy %s", (name, latex) => {
    const said = letters.remedies[name as keyof typeof remedies];
    expectSaid(said, latex);
  });

  test.each(Object.entries(groups))("%s", (name, group) => {
    const said = letters.groups[name as keyof typeof groups];
    for (const latex of Object.values<string>(group)) expectSaid(said, latex);
  });
});
