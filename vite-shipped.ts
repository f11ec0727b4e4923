/**
 * `licences.txt` and `sbom.cdx.json` (CycloneDX) beside the page: every package of which a part was bundled, for the page or
 * a worker, with its licence; and what comes into the page by other ways.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import type { Plugin } from "vite";

export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** As SPDX writes it. */
  readonly licence: string;
  /** Null where the package comes without. */
  readonly text: string | null;
  /** Where it says so. */
  readonly author: string | null;
  /** Of the package as the registry has it, as `package-lock.json` writes it. */
  readonly integrity: string | null;
}

export const licencesFile = "licences.txt";
export const sbomFile = "sbom.cdx.json";

/** Bundled into the service worker after everything else, and compiled into our own WebAssembly. */
const byOtherWays = ["workbox-core", "workbox-precaching", "workbox-routing", "workbox-strategies", "assemblyscript"];

/** The folder below the project's of a module's package; null for what is ours or made by the bundler. */
export function packageFolder(id: string): string | null {
  return /(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/?]+)\//.exec(id.replaceAll("\\", "/"))?.[1] ?? null;
}

const aboutSchema = v.object({
  name: v.string(),
  version: v.string(),
  license: v.optional(v.string()),
  author: v.optional(v.union([v.string(), v.object({ name: v.optional(v.string()) })])),
});
const lockSchema = v.object({ packages: v.record(v.string(), v.object({ integrity: v.optional(v.string()) })) });

function jsonIn<Schema extends v.GenericSchema>(schema: Schema, ...path: readonly string[]): v.InferOutput<Schema> {
  return v.parse(schema, JSON.parse(readFileSync(join(...path), "utf8")));
}

/** By name, and by version where a name has several. */
export function shippedPackages(root: string, folders: ReadonlySet<string>): ShippedPackage[] {
  const locked = jsonIn(lockSchema, root, "package-lock.json").packages;
  const found = [...folders].map((folder): ShippedPackage => {
    const about = jsonIn(aboutSchema, root, folder, "package.json");
    if (!about.license)
      throw new Error(`${folder} names no licence: see what it is, and leave it out or name it here.`);
    const text = licenceText(join(root, folder));
    const integrity = locked[folder]?.integrity ?? null;
    const author = (typeof about.author === "object" ? about.author.name : about.author) ?? null;
    return { name: about.name, version: about.version, licence: about.license, text, author, integrity };
  });
  return found.toSorted((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1));
}

/** Its licence and its notices. */
function licenceText(folder: string): string | null {
  const files = readdirSync(folder).filter((name) => /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i.test(name));
  return files.length === 0 ? null : files.map((name) => readFileSync(join(folder, name), "utf8").trim()).join("\n\n");
}

const rule = `\n\n${"-".repeat(78)}\n\n`;

/**
 * `own` are texts that belong to no package: first the lab's own licence, MIT, then those of data. A package without a text
 * shows that of its licence.
 */
export function licencesText(
  packages: readonly ShippedPackage[],
  own: readonly (readonly [what: string, text: string])[],
): string {
  const textFor = ({ name, licence, author }: ShippedPackage) => {
    // Apache's text names nobody; MIT's begins with who has the rights.
    if (licence === "Apache-2.0") return packages.find((other) => other.licence === licence && other.text)?.text;
    if (licence === "MIT" && author) return own[0]![1].trim().replace(/^Copyright.*$/m, `Copyright (c) ${author}`);
    throw new Error(`${name} comes without the text of its licence, ${licence}`);
  };
  const parts = packages.map((shown) => {
    const { name, version, licence, text } = shown;
    return `${name} ${version} (${licence})\n\n${text ?? textFor(shown)}`;
  });
  const head = `What this page is made of, and under which licences. ${packages.length} packages:\n\n${packages
    .map(({ name, version, licence }) => `${name} ${version}: ${licence}`)
    .join("\n")}`;
  return `${[head, ...own.map(([what, text]) => `${what}\n\n${text.trim()}`), ...parts].join(rule)}\n`;
}

interface Lab {
  readonly name: string;
  readonly version: string;
}

/** CycloneDX 1.6; equal packages give equal bytes, so it has neither a serial number nor a time. */
export function sbomText(packages: readonly ShippedPackage[], lab: Lab): string {
  const components = packages.map(({ name, version, licence, integrity }) => {
    const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
    return {
      type: "library",
      "bom-ref": purl,
      name,
      version,
      scope: "required",
      purl,
      // An expression joins several.
      licenses: [/ /.test(licence) ? { expression: licence } : { license: { id: licence } }],
      ...(integrity && { hashes: [{ alg: "SHA-512", content: hexOf(integrity) }] }),
    };
  });
  const application = { type: "application", "bom-ref": `${lab.name}@${lab.version}`, ...lab };
  const bom = {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { component: application },
    components,
  };
  return `${JSON.stringify(bom, null, 2)}\n`;
}

function hexOf(integrity: string): string {
  const [algorithm, digest] = integrity.split("-");
  if (algorithm !== "sha512") throw new Error(`package-lock.json has a hash of the kind ${algorithm}`);
  return Buffer.from(digest!, "base64").toString("hex");
}

/** For the page and, by `ofWorkers`, for what workers are bundled from. Made anew for each build. */
export function shipped(root: string): { readonly ofPage: Plugin; readonly ofWorkers: () => Plugin } {
  const folders = new Set<string>();
  const gather = (ids: Iterable<string>) => {
    for (const id of ids) {
      const folder = packageFolder(id);
      if (folder) folders.add(folder);
    }
  };
  const ofWorkers = (): Plugin => ({
    name: "shipped-in-workers",
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) if (chunk.type === "chunk") gather(chunk.moduleIds);
    },
  });
  return {
    ofWorkers,
    ofPage: {
      name: "shipped",
      apply: "build",
      // Workers are bundled while the page's modules are read.
      generateBundle(_options, bundle) {
        for (const chunk of Object.values(bundle)) if (chunk.type === "chunk") gather(chunk.moduleIds);
        for (const name of byOtherWays)
          if (existsSync(join(root, "node_modules", name))) folders.add(`node_modules/${name}`);
        const packages = shippedPackages(root, folders);
        const read = (file: string) => readFileSync(join(root, file), "utf8");
        const own = [
          ["FSP Lab, with its trained teachers, its recorded run and its icon (MIT)", read("LICENSE")],
          ["Fashion-MNIST, the images (MIT)", read("public/data/fashion-mnist/LICENSE.txt")],
          ["What TensorFlow.js's WebAssembly binary holds", read("licences/tfjs-backend-wasm.txt")],
        ] as const;
        const { name, version } = jsonIn(aboutSchema, root, "package.json");
        this.emitFile({ type: "asset", fileName: licencesFile, source: licencesText(packages, own) });
        this.emitFile({ type: "asset", fileName: sbomFile, source: sbomText(packages, { name, version }) });
      },
    },
  };
}
