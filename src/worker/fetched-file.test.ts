import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fetchedFile } from "./fetched-file.ts";

let server: Server;
const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7) % 251);

/** Longer than the patience in all, but never silent for as long. */
function writeSlowly(response: ServerResponse): void {
  let at = 0;
  const timer = setInterval(() => {
    response.write(bytes.subarray(at, (at += 50_000)));
    if (at < bytes.length) return;
    clearInterval(timer);
    response.end();
  }, 60);
}

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === "/none") response.writeHead(404).end();
    else if (request.url === "/whole") response.end(bytes);
    else if (request.url === "/slow") writeSlowly(response);
    else if (request.url !== "/silent") {
      response.writeHead(200, { "Content-Length": 1000 });
      response.write("beginning");
      if (request.url === "/broken") setTimeout(() => response.destroy(), 20);
    }
  });
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const fetched = (path: string, silenceMs = 200) => {
  const { port } = server.address() as AddressInfo;
  return fetchedFile(new URL(`http://127.0.0.1:${port}/${path}`), path, silenceMs);
};

test.each(["whole", "slow"])("a file that comes %s is there", async (path) => {
  expect(await fetched(path)).toEqual(bytes);
});

test.each([
  ["none", "none could not be loaded: the server answered 404."],
  ["silent", "silent could not be loaded (nothing came for 0.2 s); is the lab's server still running?"],
  ["stuck", "stuck could not be loaded (nothing came for 0.2 s); is the lab's server still running?"],
])("%s is one sentence, soon", async (path, sentence) => {
  await expect(fetched(path)).rejects.toThrow(sentence);
});

test("a server that breaks off is one sentence", async () => {
  await expect(fetched("broken", 5000)).rejects.toThrow(/^broken could not be loaded \(.*\); is the lab's server/);
});
