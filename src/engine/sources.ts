/** Images and trained teachers, read through whatever brings the lab's files: fetch in a page, the disk under Node. */
import { BadInput } from "../core/bad-input.ts";
import { teacherNetwork } from "../core/build-network.ts";
import { canonicalJson, sha256Of } from "../core/canonical.ts";
import type { Data } from "../core/experiment.ts";
import type { ImageSet } from "../core/images.ts";
import { openImages } from "../data/open.ts";
import type { OnProgress } from "../data/shard.ts";
import type { FindStored } from "../data/stored.ts";
import { teacherOf } from "./network-file.ts";
import type { PlanParts } from "./plan-run.ts";

/** `path` is relative to the lab's public folder; rejects with `BadInput` when it cannot be had. */
export type ReadFile = (path: string) => Promise<Uint8Array>;

/** Finds a kept teacher's file by its SHA-256; null where it is not here. */
export type FindTeacher = (sha256: string) => Promise<Uint8Array | null>;

export interface Loading {
  readonly what: "images" | "teacher";
  readonly done: number;
  readonly total: number;
}

/** Each set is opened once, however many runs use it. */
export function sourcesFrom(
  readFile: ReadFile,
  findStored: FindStored,
  findTeacher: FindTeacher,
  onLoading: (loading: Loading) => void,
): Pick<PlanParts, "openImages" | "openTeacher"> {
  const opened = new Map<string, Promise<ImageSet>>();
  return {
    openImages: (data: Data) => {
      const key = canonicalJson(data);
      const onProgress: OnProgress = ({ done, total }) => onLoading({ what: "images", done, total });
      const set = opened.get(key) ?? openImages(data, readFile, findStored, onProgress);
      opened.set(key, set);
      return set;
    },
    openTeacher: async (teacher, experiment) => {
      const { kind, name, sha256 } = teacher;
      const path = kind === "shipped" ? `teachers/${name}.safetensors` : name;
      onLoading({ what: "teacher", done: 0, total: 1 });
      const bytes = kind === "shipped" ? await readFile(path) : await findTeacher(sha256);
      if (!bytes) throw new BadInput({ code: "teacher-missing", name, sha256 });
      const hash = await sha256Of(bytes);
      if (hash !== sha256)
        throw new BadInput({ code: "weights", file: path, fault: { kind: "other", found: hash, asked: sha256 } });
      onLoading({ what: "teacher", done: 1, total: 1 });
      return teacherOf(bytes, teacherNetwork(experiment), path);
    },
  };
}
