/**
 * Puts kernels into groups. A group's tasks run in any order, on any thread; then, alone, what comes last in it. Kernels that
 * go image by image share a group where they can: a range of images then passes through all of them while its maps are in
 * the cache.
 */
import type { Place } from "../routine/routine.ts";
import type { KernelName } from "./kernel-names.ts";

/** Arguments are words: integers, addresses, or `bitsOf` a float. */
export interface KernelCall {
  readonly kernel: KernelName;
  readonly args: readonly number[];
}

/** What a kernel that goes image by image uses: of some places each image's own part, of others every image the whole. */
export interface ImageUses {
  readonly reads: readonly Place[];
  readonly writes: readonly Place[];
  readonly whole: readonly Place[];
}

export interface Uses {
  readonly reads: readonly Place[];
  readonly writes: readonly Place[];
}

interface Use {
  readonly place: Place;
  readonly writes: boolean;
  /** Each image its own part. */
  readonly byImage: boolean;
}

export interface Group {
  /** How many images `perImage` goes over; 0 where there is none. */
  readonly images: number;
  readonly perImage: readonly KernelCall[];
  /** Tasks of their own. */
  readonly alone: readonly KernelCall[];
  /** Run when all of the tasks are done, one by one. */
  readonly last: readonly KernelCall[];
}

/** Work that waits for a group; `group` is that group's index as soon as it is known. */
export interface Later {
  group: number | null;
}

interface OpenGroup extends Group {
  images: number;
  readonly perImage: KernelCall[];
  readonly alone: KernelCall[];
  readonly last: KernelCall[];
  readonly uses: Use[];
}

export class Schedule {
  /** The first holds what runs ahead of everything. */
  readonly #groups: OpenGroup[] = [emptyGroup()];
  #waiting: { readonly calls: readonly KernelCall[]; readonly uses: readonly Use[]; readonly later: Later }[] = [];
  readonly #written: Place[] = [];

  /** The index of the group that is filled now. */
  get index(): number {
    return this.#groups.length - 1;
  }

  groups(): readonly Group[] {
    while (this.#waiting.length > 0) this.#open();
    return this.#groups.filter((group) => group.perImage.length + group.alone.length + group.last.length > 0);
  }

  perImage(call: KernelCall, images: number, { reads, writes, whole }: ImageUses): void {
    const uses = [...usesOf(reads, false, true), ...usesOf(writes, true, true), ...usesOf(whole, false, false)];
    const group = this.#groupFor(uses, (open) => open.images === images || open.images === 0);
    group.images = images;
    group.perImage.push(call);
    this.#note(group, uses);
  }

  /** After all tasks so far. */
  last(call: KernelCall, { reads, writes }: Uses): void {
    // All tasks of the group are done by then: only what still waits for a group of its own can be in the way.
    const uses = [...usesOf(reads, false, false), ...usesOf(writes, true, false)];
    while (this.#waiting.some((waiting) => clash(waiting.uses, uses))) this.#open();
    const group = this.#groups.length === 1 ? this.#open() : this.#groups.at(-1)!;
    group.last.push(call);
    this.#note(group, uses);
  }

  /** Before everything, if nothing so far has written what it reads. */
  ahead(call: KernelCall, reads: Place): void {
    if (this.#written.some((place) => overlap(place, reads))) this.alone([call], { reads: [reads], writes: [] });
    else this.#groups[0]!.alone.push(call);
  }

  /** In a group behind this one: before anything that would disturb it or needs it. */
  later(calls: readonly KernelCall[], { reads, writes }: Uses): Later {
    const later = { group: null };
    this.#waiting.push({ calls, uses: [...usesOf(reads, false, false), ...usesOf(writes, true, false)], later });
    this.#written.push(...writes);
    return later;
  }

  /** Tasks of their own, behind all so far. */
  alone(calls: readonly KernelCall[], { reads, writes }: Uses): void {
    const uses = [...usesOf(reads, false, false), ...usesOf(writes, true, false)];
    this.#open();
    const group = this.#groupFor(uses, () => true);
    group.alone.push(...calls);
    this.#note(group, uses);
    this.#open();
  }

  #groupFor(uses: readonly Use[], fits: (group: OpenGroup) => boolean): OpenGroup {
    let group = this.#groups.length === 1 ? this.#open() : this.#groups.at(-1)!;
    const isFree = () =>
      fits(group) &&
      group.last.length === 0 &&
      !clash(group.uses, uses) &&
      !this.#waiting.some((waiting) => clash(waiting.uses, uses));
    while (!isFree()) group = this.#open();
    return group;
  }

  /** Opens a group, which takes what waited for one. */
  #open(): OpenGroup {
    const group = emptyGroup();
    this.#groups.push(group);
    for (const { calls, uses, later } of this.#waiting) {
      group.alone.push(...calls);
      group.uses.push(...uses);
      later.group = this.index;
    }
    this.#waiting = [];
    return group;
  }

  #note(group: OpenGroup, uses: readonly Use[]): void {
    group.uses.push(...uses);
    this.#written.push(...uses.filter(({ writes }) => writes).map(({ place }) => place));
  }
}

function emptyGroup(): OpenGroup {
  return { images: 0, perImage: [], alone: [], last: [], uses: [] };
}

function usesOf(places: readonly Place[], writes: boolean, byImage: boolean): Use[] {
  return places.map((place) => ({ place, writes, byImage }));
}

function clash(some: readonly Use[], others: readonly Use[]): boolean {
  return some.some((one) => others.some((other) => disturb(one, other)));
}

/** Whether the order of the two matters beyond that of one image's kernels, which is kept. */
function disturb(one: Use, other: Use): boolean {
  if (!one.writes && !other.writes) return false;
  if (!overlap(one.place, other.place)) return false;
  const { place } = other;
  const same = one.place.offset === place.offset && one.place.length === place.length;
  return !(one.byImage && other.byImage && same);
}

function overlap(one: Place, other: Place): boolean {
  return (
    one.memory === other.memory && one.offset < other.offset + other.length && other.offset < one.offset + one.length
  );
}
