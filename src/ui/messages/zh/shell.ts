import type { shell as english } from "../en/shell.ts";

export const shell = {
  app: { title: "FSP 实验室" },
} satisfies typeof english;
