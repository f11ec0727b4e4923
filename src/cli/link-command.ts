import { BadInput } from "../core/bad-input.ts";
import { canonicalJson } from "../core/canonical.ts";
import { documentOf, linkOf } from "../core/link.ts";
import { namedDocument } from "./named-document.ts";
import { standardInput } from "./text-file.ts";

export async function linkCommand([action, what, ...more]: string[]): Promise<void> {
  if (what === undefined || more.length > 0 || (action !== "encode" && action !== "decode")) {
    throw new BadInput(
      "Use link encode NAME, link decode LINK, or link decode - to read the link from standard input.",
    );
  }
  const text =
    action === "encode"
      ? await linkOf(await namedDocument(what))
      : canonicalJson(await documentOf(what === "-" ? standardInput() : what));
  process.stdout.write(`${text}\n`);
}
