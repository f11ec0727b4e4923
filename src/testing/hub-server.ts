/** A stand-in for the hub: files with range requests and CORS, and every way in which a host can fail. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { connect } from "node:net";
import { hubHost } from "../core/hub.ts";
import { selfSigned } from "./self-signed.ts";

/** Where the hub sends who asks for a file. */
export const fileHost = "cas-bridge.xethub.hf.co";

export type HubTrouble = "404" | "no-cors" | "cut-short" | "wrong-bytes" | "silent" | "no-ranges";

export interface HubServer {
  readonly origin: string;
  /** By path; a list of them is answered as JSON. */
  readonly files: Map<string, Uint8Array>;
  /** From the next request on; null: none. */
  trouble: HubTrouble | null;
  /** Bytes of files that were sent. */
  sent: number;
  /** Paths that were asked of the hub's hosts. */
  readonly requests: string[];
  readonly close: () => Promise<void>;
}

/** At an address of its own. */
export async function openHubServer(files: Readonly<Record<string, Uint8Array>>): Promise<HubServer> {
  const server = createServer((request, response) => answer(hub, request, response));
  const port = await listening(server);
  const hub: HubServer = {
    origin: `http://127.0.0.1:${port}`,
    files: new Map(Object.entries(files)),
    trouble: null,
    sent: 0,
    requests: [],
    close: () => closed(server),
  };
  return hub;
}

/** In the place of every https host, for a browser that asks through its proxy, at `origin`. */
export async function openHubProxy(files: Readonly<Record<string, Uint8Array>>): Promise<HubServer> {
  const server = createSecureServer(selfSigned(hubHost), (request, response) => answer(hub, request, response));
  const port = await listening(server);
  const proxy = createServer((_, response) => response.writeHead(404).end());
  proxy.on("connect", (_request, socket, head) => {
    const onward = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onward.write(head);
      onward.pipe(socket).pipe(onward);
    });
    // Either end may break off at any time; that is what some tests are about.
    onward.on("error", () => socket.destroy());
    socket.on("error", () => onward.destroy());
  });
  const hub: HubServer = {
    origin: `http://127.0.0.1:${await listening(proxy)}`,
    files: new Map(Object.entries(files)),
    trouble: null,
    sent: 0,
    requests: [],
    close: async () => {
      await closed(proxy);
      await closed(server);
    },
  };
  return hub;
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return (server.address() as AddressInfo).port;
}

function closed(server: Server & { closeAllConnections(): void }): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

function answer(hub: HubServer, request: IncomingMessage, response: ServerResponse): void {
  const path = request.url ?? "/";
  // A browser asks its maker for this and that on its own account.
  if (/(?:^|\.)(?:huggingface|hf)\.co$/.test(request.headers.host ?? "")) hub.requests.push(path);
  if (hub.trouble !== "no-cors") {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Access-Control-Expose-Headers", "Content-Range");
  }
  // The page lies in an isolated context, where other origins' answers must say that they may be used.
  response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
  if (request.headers.host === hubHost && hub.trouble !== "404") {
    response.writeHead(302, { Location: `https://${fileHost}${path}` }).end();
    return;
  }
  const bytes = hub.files.get(path);
  if (!bytes || hub.trouble === "404") {
    response.writeHead(404).end("not found");
    return;
  }
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
  if (hub.trouble === "silent") return;
  if (!range || hub.trouble === "no-ranges") {
    response.writeHead(200, { "Content-Length": bytes.length }).end(bytes);
    return;
  }
  const [from, to] = [Number(range[1]), Math.min(Number(range[2]) + 1, bytes.length)];
  const part = bytes.slice(from, to);
  if (hub.trouble === "wrong-bytes") for (let i = 0; i < part.length; i += 97) part[i] = part[i]! ^ 0x55;
  const shown = { "Content-Range": `bytes ${from}-${to - 1}/${bytes.length}` };
  if (hub.trouble === "cut-short" && part.length > 1) {
    response.writeHead(206, { ...shown, "Content-Length": part.length });
    response.write(part.subarray(0, part.length >> 1), () => response.destroy());
    return;
  }
  hub.sent += part.length;
  response.writeHead(206, { ...shown, "Content-Length": part.length }).end(part);
}
