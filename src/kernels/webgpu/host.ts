import type { VariantTable } from "../convolution/variants.ts";

/** The device that machines run on. */
export interface Host {
  readonly device: GPUDevice;
  /** Waits for what was submitted, and throws the device's first failure (`GpuWatch`). */
  readonly settle: () => Promise<void>;
  /** What routines are compiled by from now on. */
  readonly variants: VariantTable;
}
