/** The part of the settings that says which images the student learns from. */
import type { Data, StoredData, Subset } from "../core/experiment.ts";

export interface DataSettings {
  readonly dataKind: Data["kind"];
  /** Images from elsewhere, as they were chosen; null where there are none. */
  readonly stored: StoredData | null;
  readonly training: number;
  readonly validation: number;
  readonly test: number;
  /** Of drawn shapes. */
  readonly classes: number;
  readonly difficulty: number;
  /** Of Fashion-MNIST; null: the first images of all classes. */
  readonly subset: Subset | null;
  /** Of Fashion-MNIST. */
  readonly channels: 1 | 3;
}

const usualShapes = { kind: "shapes", classes: 8, difficulty: 0.5, seed: 1 } as const;

export function dataSettingsOf(data: Data): DataSettings {
  const shapes = data.kind === "shapes" ? data : usualShapes;
  const fashion = data.kind === "fashion-mnist" ? data : null;
  return {
    dataKind: data.kind,
    stored: data.kind === "stored" ? data : null,
    training: data.training,
    validation: data.validation,
    test: data.test,
    classes: shapes.classes,
    difficulty: shapes.difficulty,
    subset: fashion?.subset ?? null,
    channels: fashion?.channels ?? 1,
  };
}

/** Takes images for the student's; what was chosen of other sets stays there to be gone back to. */
export function dataChanges(data: Data): Partial<DataSettings> {
  const { dataKind, training, validation, test, stored, classes, difficulty, subset, channels } = dataSettingsOf(data);
  const common = { dataKind, training, validation, test };
  switch (data.kind) {
    case "fashion-mnist":
      return { ...common, subset, channels };
    case "shapes":
      return { ...common, classes, difficulty };
    case "stored":
      return { ...common, stored };
    default:
      return data satisfies never;
  }
}

/** `data` as the settings have it. */
export function dataOf(data: Data, settings: DataSettings): Data {
  const { dataKind, stored, training, validation, test, classes, difficulty, subset, channels } = settings;
  const images = { training, validation, test };
  switch (dataKind) {
    case "fashion-mnist":
      return {
        kind: dataKind,
        ...images,
        ...(subset ? { subset } : {}),
        ...(channels === 3 ? { channels } : {}),
      };
    case "shapes":
      return {
        kind: dataKind,
        ...images,
        classes,
        difficulty,
        seed: data.kind === "shapes" ? data.seed : usualShapes.seed,
      };
    case "stored":
      return stored ? { ...stored, ...images } : data;
    default:
      return dataKind satisfies never;
  }
}

/** Whether the settings are of the very images that `data` is of. */
export function areOfSameImages({ dataKind, stored }: DataSettings, data: Data): boolean {
  return dataKind === data.kind && (data.kind !== "stored" || stored?.sha256 === data.sha256);
}
