// The headers of every response, here and on a static host (public/_headers). `node scripts/headers.mjs` writes that file.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./project.mjs";

/** The Hugging Face hub sends requests on to hosts of its own, and the policy is asked about those as well. Nothing is asked of
 * them before a person presses a button that names them. */
const hub = "https://huggingface.co https://*.huggingface.co https://*.hf.co";

/** A worker obeys the policy that came with its own script, so the same policy goes with every file. */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  `connect-src 'self' ${hub}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types lab",
];

/** For the page's own `meta` element, on hosts that send no headers. Who may frame a page can be said in a header only; workers
 * obey no such element. */
export const policyOfPage = policy.filter((rule) => !rule.startsWith("frame-ancestors")).join("; ");

export const headers = {
  "Content-Security-Policy": policy.join("; "),
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** Files under /assets/ carry a hash of their content in their name. */
export const assetCaching = "public, max-age=31536000, immutable";

export const headersFile = join(root, "public/_headers");

/** The same in the format that Netlify and Cloudflare Pages read. */
export function headersFileText() {
  const lines = Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`);
  return ["/*", ...lines, "/assets/*", `  Cache-Control: ${assetCaching}`, ""].join("\n");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) writeFileSync(headersFile, headersFileText());
