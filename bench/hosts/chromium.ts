/** Engines in workers of a page in Chromium, under Playwright. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import type { Answer, Request } from "../protocol.ts";
import type { EngineName, Remote } from "../remote.ts";
import { opened } from "../remote.ts";

export interface Chromium {
  readonly version: string;
  open(engine: EngineName, backend: string): Promise<Remote | string>;
  close(): Promise<void>;
}

export interface ChromiumSettings {
  /** The built page. */
  readonly folder: string;
  /** The browser to start; null for Playwright's own. */
  readonly executable: string | null;
  /** Whether WebGPU is to run on SwiftShader, because there is no GPU. */
  readonly software: boolean;
}

const types: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript" };

export async function startChromium({ folder, executable, software }: ChromiumSettings): Promise<Chromium> {
  const { chromium } = await import("@playwright/test");
  const site = await served(folder);
  const gpu = software ? ["--use-webgpu-adapter=swiftshader", "--enable-unsafe-swiftshader"] : ["--enable-gpu"];
  const browser = await chromium.launch({
    ...(executable ? { executablePath: executable } : { channel: "chromium" }),
    args: ["--no-sandbox", "--enable-unsafe-webgpu", ...gpu],
  });
  const page = await browser.newPage();
  await page.goto(site.address);
  // Text, not a function: a bundler may rewrite a function so that it means nothing in the page.
  const call = (name: keyof typeof bench, ...given: readonly unknown[]): Promise<unknown> =>
    page.evaluate(`bench.${name}(${given.map((value) => JSON.stringify(value)).join(", ")})`);
  return {
    version: browser.version(),
    open: async (engine, backend) => {
      const name = `${engine} ${backend}`;
      await call("start", name, engine);
      return opened(engine, backend, {
        ask: async (request: Request): Promise<Answer> => {
          try {
            // oxlint-disable-next-line no-unsafe-type-assertion -- the page gives nothing else
            return (await call("ask", name, request)) as Answer;
          } catch (error) {
            return { type: "missing", reason: `the page broke: ${String(error)}` };
          }
        },
        close: () => void call("end", name).catch(() => {}),
      });
    },
    close: async () => {
      await browser.close();
      site.close();
    },
  };
}

/** Cross-origin isolated, as the lab's own page is: threads and fine clocks need it. */
async function served(folder: string): Promise<{ readonly address: string; readonly close: () => void }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://bench").pathname;
    const file = join(folder, normalize(path === "/" ? "/index.html" : path));
    readFile(file).then(
      (content) => {
        response.writeHead(200, {
          "Content-Type": types[extname(file)] ?? "application/octet-stream",
          "Cross-Origin-Opener-Policy": "same-origin",
          "Cross-Origin-Embedder-Policy": "require-corp",
          "Cross-Origin-Resource-Policy": "same-origin",
        });
        response.end(content);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the bench's page has no port");
  return { address: `http://127.0.0.1:${address.port}/`, close: () => void server.close() };
}
