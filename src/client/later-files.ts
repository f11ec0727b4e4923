/** Files of the lab that a browser keeps only when a person asks for them; the build lists them. */
export interface LaterFiles {
  /** The name of the cache that the service worker looks into. */
  readonly cache: string;
  readonly files: readonly LaterFile[];
}

interface LaterFile {
  /** From the page's folder. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Of what is inside, for servers that unpack `.gz` files on the way. */
  readonly contentsSha256: string;
}

/** From the page's folder: how much a browser keeps of the lab, as `KeptSize`; written when everything else is built. */
export const sizeFile = "offline-size.json";

export interface KeptSize {
  readonly bytes: number;
}
