/** Links of the page's address: read once, then taken out of it. */
import { BadInput } from "../core/bad-input.ts";
import type { BackendKind, EngineKind } from "../core/backend-kind.ts";
import { backendKinds, engineKinds } from "../core/backend-kind.ts";
import type { Document } from "../core/experiment.ts";
import type { Link, LinkExtras } from "../core/link.ts";
import { linkIn, linkOf } from "../core/link.ts";
import type { Problem } from "../core/problem.ts";

export type OpenedLink = { readonly link: Link } | { readonly problem: Problem };

/** Null where the hash holds nothing that wants to be a link. */
export async function openedLink(hash: string): Promise<OpenedLink | null> {
  if (hash === "" || hash === "#") return null;
  try {
    return { link: await linkIn(hash) };
  } catch (error) {
    if (error instanceof BadInput) return { problem: error.problem };
    throw error;
  }
}

/** The whole address to send; of this machine it carries no more than what a result was trained by. */
export async function addressOf(document: Document, extras: LinkExtras, page: string): Promise<string> {
  const address = new URL(page);
  address.search = "";
  address.hash = await linkOf(document, extras);
  return address.href;
}

/** `?backend=` is for the person at the machine; what is not a backend is passed over. */
export function askedBackend(search: string): BackendKind | null {
  const asked = new URLSearchParams(search).get("backend");
  return backendKinds.find((kind) => kind === asked) ?? null;
}

/** `?engine=`, likewise. */
export function askedEngine(search: string): EngineKind {
  const asked = new URLSearchParams(search).get("engine");
  return engineKinds.find((kind) => kind === asked) ?? "fast";
}
