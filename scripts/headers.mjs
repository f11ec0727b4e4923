// The headers of every response, here and on static hosts. `node scripts/headers.mjs` writes the files that those read.
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

/** What the lab has no use for, nobody who got into it may use either. Only names that browsers know: others are complained of. */
const unused = [
  "accelerometer",
  "camera",
  "display-capture",
  "geolocation",
  "gyroscope",
  "hid",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "publickey-credentials-get",
  "serial",
  "usb",
  "xr-spatial-tracking",
];

export const headers = {
  "Content-Security-Policy": policy.join("; "),
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy": unused.map((name) => `${name}=()`).join(", "),
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** Files under /assets/ carry a hash of their content in their name. */
export const assetCaching = "public, max-age=31536000, immutable";

/** What may change under its name is asked for each time. */
export const otherCaching = "no-cache";

/** All of the built page that is not under /assets/. */
export const changingPaths = [
  "/",
  "/data/*",
  "/icon.svg",
  "/icons/*",
  "/index.html",
  "/licences.txt",
  "/manifest.webmanifest",
  "/offline-size.json",
  "/recorded/*",
  "/sbom.cdx.json",
  "/sw.js",
  "/teachers/*",
];

/** As Netlify and Cloudflare Pages read them: what several rules say of one file is joined, so that only one may name its caching. */
function underscoreHeaders() {
  const lines = Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`);
  const caching = (/** @type {string} */ path, /** @type {string} */ value) => [path, `  Cache-Control: ${value}`];
  return [
    "/*",
    ...lines,
    ...changingPaths.flatMap((path) => caching(path, otherCaching)),
    ...caching("/assets/*", assetCaching),
    "",
  ].join("\n");
}

/** As Apache reads them, for errors too, with what its own tables of types may lack; shards are inflated by the lab itself. */
function htaccess() {
  const all = { ...headers, "Cache-Control": otherCaching };
  return [
    "<IfModule mod_headers.c>",
    ...Object.entries(all).map(([name, value]) => `  Header always set ${name} "${value}"`),
    `  <If "%{REQUEST_URI} =~ m#/assets/#">`,
    `    Header always set Cache-Control "${assetCaching}"`,
    "  </If>",
    "</IfModule>",
    "<IfModule mod_mime.c>",
    "  AddType application/wasm .wasm",
    "  AddType application/manifest+json .webmanifest",
    "  RemoveEncoding .gz",
    "</IfModule>",
    "",
  ].join("\n");
}

/** As Vercel reads them. */
function vercel() {
  const listed = (/** @type {Record<string, string>} */ all) =>
    Object.entries(all).map(([key, value]) => ({ key, value }));
  const rules = [
    { source: "/(.*)", headers: listed(headers) },
    { source: "/((?!assets/).*)", headers: listed({ "Cache-Control": otherCaching }) },
    { source: "/assets/(.*)", headers: listed({ "Cache-Control": assetCaching }) },
  ];
  return `${JSON.stringify({ headers: rules }, null, 2)}\n`;
}

/** Each below public/, with its text. */
export const headerFiles = new Map([
  ["_headers", underscoreHeaders()],
  [".htaccess", htaccess()],
  ["vercel.json", vercel()],
]);

/** @param {string} name */
export const headerFile = (name) => join(root, "public", name);

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  for (const [name, text] of headerFiles) writeFileSync(headerFile(name), text);
