import type { LinkExtras } from "../core/link.ts";

/** Every part that a link may carry beside its document. */
export const allExtras: LinkExtras = {
  view: { panel: "features", pair: "section2", iteration: 120, theme: "dark" },
  expectation: {
    environment: { lab: "0.1.0", tfjs: "4.22.0", backend: "wasm", engine: "fast", adapter: null, software: false },
    results: [
      { experiment: "fsp", seed: 1, test: 0.8425, weights: "0123456789abcdef" },
      { experiment: "plain", seed: 1, test: 0.81, weights: "fedcba9876543210" },
    ],
  },
};
