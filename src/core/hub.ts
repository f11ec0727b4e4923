/** Data sets of the Hugging Face hub: which files hold one, where they are, and how many bytes they have. */
import * as v from "valibot";
import { BadInput } from "./bad-input.ts";
import type { Split } from "./images.ts";

/** Where files come from; the hub passes requests on to hosts of its own, which the page's policy allows as well. */
export const hubHost = "huggingface.co";
/** Where the files of any set are listed. */
export const hubListHost = "datasets-server.huggingface.co";

export interface HubFile {
  readonly split: Split;
  /** On `hubHost`, from its first slash on. */
  readonly path: string;
  readonly bytes: number;
}

/** One configuration of a data set: what is fetched together. */
export interface HubSet {
  /** Owner and name, as in `uoft-cs/cifar10`. */
  readonly id: string;
  readonly config: string;
  readonly files: readonly HubFile[];
}

/** What to fetch of a set: the first so many images of each file's split, null: all. */
export interface HubOrder {
  readonly set: HubSet;
  readonly first: number | null;
}

const readySet = (id: string, config: string, training: number, test: number): HubSet => {
  const path = (split: string) => `/datasets/${id}/resolve/main/${config}/${split}-00000-of-00001.parquet`;
  return {
    id,
    config,
    files: [
      { split: "training", path: path("train"), bytes: training },
      { split: "test", path: path("test"), bytes: test },
    ],
  };
};

/** Sets that need no listing, by the names that people know them by. */
export const readySets: ReadonlyMap<string, HubSet> = new Map([
  ["CIFAR-10", readySet("uoft-cs/cifar10", "plain_text", 119_705_255, 23_940_850)],
  ["CIFAR-100", readySet("uoft-cs/cifar100", "cifar100", 118_655_468, 23_635_900)],
  ["MNIST", readySet("ylecun/mnist", "mnist", 15_561_616, 2_595_890)],
  ["Fashion-MNIST", readySet("zalando-datasets/fashion_mnist", "fashion_mnist", 30_931_277, 5_175_617)],
]);

const address = /^https:\/\/huggingface\.co\/datasets\//;
const pages = ["viewer", "tree", "blob", "resolve", "discussions"];
const part = /^[A-Za-z0-9][\w.-]{0,95}$/;

/** `owner/name`, or an old set's bare name; an address of the hub's page is taken for its id. Null where it is neither. */
export function hubId(text: string): string | null {
  const typed = text.trim();
  const [path] = typed.replace(address, "").split(/[?#]/);
  const all = path!.replace(/\/+$/, "").split("/");
  // Whichever of the set's pages is open.
  const page = address.test(typed) ? all.findIndex((one, index) => index > 0 && pages.includes(one)) : -1;
  const parts = page === -1 ? all : all.slice(0, page);
  return parts.length <= 2 && parts.every((one) => part.test(one)) ? parts.join("/") : null;
}

/** The name of a set made of an order; names of data have no slash. */
export function hubName({ set, first }: HubOrder): string {
  const ready = [...readySets].find(([, { id, config }]) => id === set.id && config === set.config)?.[0];
  const name = ready ?? (set.config === "default" ? set.id : `${set.id} ${set.config}`).replaceAll("/", " ");
  return first === null ? name : `${name}, first ${first}`;
}

/** What to fetch for images of such a name: the other way round, for the sets that need no listing. */
export function orderNamed(name: string): HubOrder | null {
  const [, ready, first] = /^(.*?)(?:, first (\d{1,6}))?$/.exec(name) ?? [];
  const set = ready === undefined ? undefined : readySets.get(ready);
  return set ? { set, first: first === undefined ? null : Number(first) } : null;
}

export function bytesOf({ files }: HubSet): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

const listed = v.object({
  parquet_files: v.pipe(
    v.array(
      v.object({
        config: v.pipe(v.string(), v.maxLength(200)),
        split: v.pipe(v.string(), v.maxLength(200)),
        url: v.pipe(v.string(), v.maxLength(2000)),
        size: v.pipe(v.number(), v.integer(), v.minValue(0)),
      }),
    ),
    v.maxLength(10_000),
  ),
});

const splitNames: Readonly<Record<string, Split>> = {
  train: "training",
  training: "training",
  validation: "validation",
  valid: "validation",
  val: "validation",
  dev: "validation",
  test: "test",
};

/** What the hub says of a set, as the sets that can be fetched; throws `BadInput` where there is none. */
export function setsListed(id: string, answer: unknown): readonly HubSet[] {
  const result = v.safeParse(listed, answer);
  if (!result.success) throw new BadInput({ code: "hub", host: hubListHost, what: id, fault: { kind: "answer" } });
  const sets = new Map<string, HubFile[]>();
  for (const { config, split: name, url, size } of result.output.parquet_files) {
    const split = Object.hasOwn(splitNames, name) ? splitNames[name] : undefined;
    const path = pathOn(hubHost, url);
    if (split === undefined || path === null) continue;
    sets.set(config, [...(sets.get(config) ?? []), { split, path, bytes: size }]);
  }
  if (sets.size === 0) throw new BadInput({ code: "hub", host: hubListHost, what: id, fault: { kind: "empty" } });
  return [...sets].map(([config, own]) => ({ id, config, files: own }));
}

/** The part of an https address behind the host; null where it is of another host. */
function pathOn(host: string, address: string): string | null {
  const start = `https://${host}/`;
  try {
    // Written anew, so that no dots lead anywhere else.
    const { href } = new URL(address);
    return href.startsWith(`${start}datasets/`) ? href.slice(start.length - 1) : null;
  } catch {
    return null;
  }
}
