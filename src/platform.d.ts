// The web globals that browsers, workers and Node 20 share; core and data may use these and no others.

declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  decode(bytes?: Uint8Array): string;
}
declare class URL {
  constructor(url: string, base?: string);
  readonly hash: string;
  readonly href: string;
  readonly origin: string;
}
interface ReadableStreamReader<T> {
  read(): Promise<{ done: false; value: T } | { done: true; value?: undefined }>;
  cancel(reason?: unknown): Promise<void>;
}
interface WritableStreamWriter<T> {
  write(chunk: T): Promise<void>;
  close(): Promise<void>;
  abort(reason?: unknown): Promise<void>;
}
declare class CompressionStream {
  constructor(format: "deflate" | "deflate-raw" | "gzip");
  readonly readable: { getReader(): ReadableStreamReader<Uint8Array> };
  readonly writable: { getWriter(): WritableStreamWriter<Uint8Array> };
}
declare class DecompressionStream {
  constructor(format: "deflate" | "deflate-raw" | "gzip");
  readonly readable: { getReader(): ReadableStreamReader<Uint8Array> };
  readonly writable: { getWriter(): WritableStreamWriter<Uint8Array> };
}
declare const crypto: {
  readonly subtle: { digest(algorithm: "SHA-256", data: Uint8Array): Promise<ArrayBuffer> };
};
declare const performance: { now(): number };
interface AbortSignal {
  readonly aborted: boolean;
  throwIfAborted(): void;
}
declare function btoa(text: string): string;
declare function atob(text: string): string;
interface MessagePort {
  onmessage: ((event: never) => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}
declare class MessageChannel {
  readonly port1: MessagePort;
  readonly port2: MessagePort;
}
interface Blob {
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
  slice(from: number, to: number): Blob;
}
