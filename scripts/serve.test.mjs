import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { headers } from "./headers.mjs";
import { Refusal } from "./project.mjs";
import { checkPort, portFrom, serve } from "./serve.mjs";

const folder = mkdtempSync(join(tmpdir(), "fsp-lab-serve-"));
const built = join(folder, "dist");
/** @type {{ port: number, close: () => void }} */
let server;

beforeAll(async () => {
  mkdirSync(join(built, "assets"), { recursive: true });
  writeFileSync(join(folder, "secret.txt"), "secret");
  writeFileSync(join(built, "index.html"), "<!doctype html>");
  writeFileSync(join(built, "shard.gz"), Buffer.from([31, 139, 8]));
  writeFileSync(join(built, "assets/kernel-abc.wasm"), "");
  symlinkSync(join(folder, "secret.txt"), join(built, "way-out.txt"));
  server = await serve(built, 0);
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** `fetch` would tidy the path first.
 * @param {string} path @param {object} [options]
 * @returns {Promise<{ status: number | undefined, headers: import("node:http").IncomingHttpHeaders }>} */
const ask = (path, options = {}) =>
  new Promise((done, failed) => {
    request({ host: "127.0.0.1", port: server.port, path, ...options }, (response) => {
      response.resume().on("end", () => done({ status: response.statusCode, headers: response.headers }));
    })
      .on("error", failed)
      .end();
  });

test.each([
  ["/", "text/html; charset=utf-8", "no-cache"],
  ["/index.html?backend=wasm", "text/html; charset=utf-8", "no-cache"],
  ["/shard.gz", "application/gzip", "no-cache"],
  ["/assets/kernel-abc.wasm", "application/wasm", "public, max-age=31536000, immutable"],
])("%s comes as %s with the policy", async (path, type, caching) => {
  const answer = await ask(path);
  expect(answer.status).toBe(200);
  expect(answer.headers).toMatchObject({ "content-type": type, "cache-control": caching });
  expect(answer.headers["content-encoding"]).toBeUndefined();
  for (const [name, value] of Object.entries(headers)) expect(answer.headers[name.toLowerCase()]).toBe(value);
});

test.each([
  "/nothing",
  "/assets/",
  "/assets",
  "/../secret.txt",
  "/%2e%2e/secret.txt",
  "/..%2fsecret.txt",
  "/..%5csecret.txt",
  "//secret.txt",
  "/way-out.txt",
  "/index.html%00.txt",
  "/%E0%A4%A",
])("%s is not found, and still carries the policy", async (path) => {
  const answer = await ask(path);
  expect(answer.status).toBe(404);
  expect(answer.headers["content-security-policy"]).toBe(headers["Content-Security-Policy"]);
});

test("nothing but reading is allowed", async () => {
  expect((await ask("/", { method: "POST" })).status).toBe(405);
  expect((await ask("/", { method: "HEAD" })).status).toBe(200);
});

test("what the browser already has is not sent again", async () => {
  const { etag } = (await ask("/")).headers;
  expect((await ask("/", { headers: { "If-None-Match": etag } })).status).toBe(304);
});

test("a taken port is named, with the way out", async () => {
  await expect(checkPort(server.port)).rejects.toThrow(`Port ${server.port} is taken`);
});

test("a port that is taken on ::1 alone is taken: localhost may mean that", async (context) => {
  const other = createServer();
  const port = await new Promise((done) => {
    other.once("error", () => done(undefined));
    other.listen(0, "::1", () => done(other.address().port));
  });
  context.skip(port === undefined, "this machine has no IPv6");
  await expect(checkPort(port)).rejects.toThrow(`Port ${port} is taken`);
  // What was opened on the other address was closed again.
  await new Promise((done) => void other.close(done));
  await checkPort(port);
});

test.each(["abc", "65536", "-1", "1.5", "80 80"])("%j is no port", (text) => {
  expect(() => portFrom(text, "PORT", 5173)).toThrow(Refusal);
});

test("an unset or empty PORT means the usual one", () => {
  expect([portFrom(undefined, "PORT", 5173), portFrom("", "PORT", 5173), portFrom("8080", "PORT", 5173)]).toEqual([
    5173, 5173, 8080,
  ]);
});
