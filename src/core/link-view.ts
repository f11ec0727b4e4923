/** What of the page a link opens at: parts of its own behind the experiment, which change no number and may be ignored. */

export const viewPanels = ["matrices", "features", "predictions", "confusion"] as const;
export type ViewPanel = (typeof viewPanels)[number];
export const viewThemes = ["light", "dark"] as const;
export type ViewTheme = (typeof viewThemes)[number];

export interface LinkView {
  readonly panel?: ViewPanel;
  /** A pair's name; where the experiment has none of that name nothing is chosen. */
  readonly pair?: string;
  /** Of both stages together, as the curves count them. */
  readonly iteration?: number;
  /** For as long as the page is open; what the person prefers stays as it is. */
  readonly theme?: ViewTheme;
}

const mostIterations = 2_000_000;

/** The view's parts of a link's; those that are not understood are passed over, one by one. */
export function viewIn(parts: ReadonlyMap<string, string>): LinkView {
  const panel = viewPanels.find((name) => name === parts.get("panel"));
  const theme = viewThemes.find((name) => name === parts.get("theme"));
  const pair = parts.get("pair");
  const iteration = parts.get("iteration");
  return {
    ...(panel && { panel }),
    ...(pair !== undefined && /^[a-z0-9.]{1,40}$/.test(pair) && { pair }),
    ...(iteration !== undefined &&
      /^\d{1,7}$/.test(iteration) &&
      Number(iteration) <= mostIterations && { iteration: Number(iteration) }),
    ...(theme && { theme }),
  };
}

/** In one order, so that one view has one link. */
export function viewParts({ panel, pair, iteration, theme }: LinkView): [name: string, value: string][] {
  const all = [
    ["panel", panel],
    ["pair", pair],
    ["iteration", iteration === undefined ? undefined : String(iteration)],
    ["theme", theme],
  ] as const;
  return all.flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]]));
}
