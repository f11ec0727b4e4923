// Serves a built lab. `node scripts/serve.mjs [FOLDER] [PORT]`; port 0 takes any free one.
import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { assetCaching, headers, otherCaching } from "./headers.mjs";
import { onInterrupt, Refusal, root, script } from "./project.mjs";

/** @type {Record<string, string>} */
const types = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".gz": "application/gzip",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** The file that a request names, or undefined where there is none inside `folder`.
 * @param {string} folder a real path @param {string} url */
async function fileFor(folder, url) {
  try {
    const path = decodeURIComponent(url.replace(/[?#].*$/s, ""));
    if (!path.startsWith("/") || /[\\\0]/.test(path)) return undefined;
    const file = await realpath(join(folder, path.endsWith("/") ? `${path}index.html` : path));
    if (!file.startsWith(folder + sep)) return undefined;
    const entry = await stat(file);
    return entry.isFile() ? { file, size: entry.size, tag: `"${entry.size}-${Math.round(entry.mtimeMs)}"` } : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} folder
 * @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response */
async function answer(folder, request, response) {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const say = (/** @type {number} */ status, /** @type {string} */ text) => {
    response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8" });
    response.end(request.method === "HEAD" ? undefined : `${text}\n`);
  };
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("Allow", "GET, HEAD");
    return say(405, "Only GET and HEAD");
  }
  const found = await fileFor(folder, request.url ?? "/");
  if (!found) return say(404, "Not found");
  const caching = request.url?.startsWith("/assets/") ? assetCaching : otherCaching;
  response.setHeader("Cache-Control", caching);
  response.setHeader("ETag", found.tag);
  if (request.headers["if-none-match"] === found.tag) return void response.writeHead(304).end();
  const type = types[extname(found.file)] ?? "application/octet-stream";
  response.writeHead(200, { "Content-Type": type, "Content-Length": found.size });
  if (request.method === "HEAD") return void response.end();
  createReadStream(found.file)
    .on("error", () => response.destroy())
    .pipe(response);
}

/** @param {string | undefined} text @param {string} name how the person wrote it @param {number} usual */
export function portFrom(text, name, usual) {
  if (text === undefined || text === "") return usual;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new Refusal(`${name} is "${text}", which is no port: give a whole number from 0 to 65535, as in PORT=8080.`);
}

/** @param {NodeJS.ErrnoException} error @param {number} port */
function refusalFor(error, port) {
  if (error.code === "EADDRINUSE")
    return new Refusal(`Port ${port} is taken by another program: stop it, or choose another port, as in PORT=8080.`);
  if (error.code === "EACCES")
    return new Refusal(`Port ${port} needs more rights than this user has: choose one above 1023, as in PORT=5173.`);
  return error;
}

/** @param {import("node:http").RequestListener} listener @param {number} port @param {string} host
 * @returns {Promise<import("node:http").Server>} */
function listen(listener, port, host) {
  return new Promise((done, failed) => {
    const server = createServer(listener);
    server.once("error", (error) => failed(refusalFor(error, port)));
    server.listen(port, host, () => done(server));
  });
}

/** Serves to this machine only, on both of its loopback addresses; `localhost` may mean either.
 * @param {import("node:http").RequestListener} listener @param {number} port */
async function listenLocally(listener, port) {
  const first = await listen(listener, port, "127.0.0.1");
  const address = first.address();
  const taken = address && typeof address === "object" ? address.port : port;
  const second = await listen(listener, taken, "::1").catch((error) => {
    // A machine without IPv6 has no ::1, and a port that nobody chose need be free on one address only.
    if (port === 0 || !(error instanceof Refusal)) return undefined;
    first.close();
    throw error;
  });
  const close = () => [first, second].forEach((server) => (server?.closeAllConnections(), server?.close()));
  return { port: taken, close };
}

/** Refuses early, before a long build, where the port cannot be had. @param {number} port */
export async function checkPort(port) {
  const { close } = await listenLocally(() => {}, port);
  close();
}

/** @param {string} folder @param {number} port */
export async function serve(folder, port) {
  const real = await realpath(folder).catch(() => undefined);
  if (!real) throw new Refusal(`${folder} does not exist: build the lab first, with npm start.`);
  return listenLocally((request, response) => void answer(real, request, response), port);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await script(async () => {
    const [folder = "dist", port] = process.argv.slice(2);
    const server = await serve(resolve(root, folder), portFrom(port, "The port", 5173));
    onInterrupt(server.close);
    console.log(`Serving on http://localhost:${server.port}/`);
  });
}
