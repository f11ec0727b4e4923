/** Made by `vite-formulas.ts`. */
declare module "virtual:formulas" {
  type Latex = (typeof import("../../core/relations/formulas.ts"))["formulas"];
  type Tree = import("./formula.tsx").MathTree;

  export const formulas: {
    readonly [Group in keyof Latex]: { readonly [Name in keyof Latex[Group]]: Tree };
  };
}
