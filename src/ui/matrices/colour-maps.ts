/** Colour look-up tables, made in OKLab so that equal steps of a number look like equal steps of lightness. */

export type Rgb = readonly [red: number, green: number, blue: number];

export const mapSteps = 256;

/** OKLab lightness 0..1, chroma, hue in degrees → linear light; parts outside 0..1 cannot be shown (Ottosson 2020). */
function linearFrom(lightness: number, chroma: number, hue: number): Rgb {
  const angle = (hue * Math.PI) / 180;
  const [a, b] = [chroma * Math.cos(angle), chroma * Math.sin(angle)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

/** The colour of that lightness and hue, less colourful where a screen cannot show it. */
function colour(lightness: number, chroma: number, hue: number): Rgb {
  let shown = linearFrom(lightness, chroma, hue);
  for (let part = 0.95; shown.some((x) => x < 0 || x > 1) && part > 0; part -= 0.05) {
    shown = linearFrom(lightness, chroma * part, hue);
  }
  const byte = (x: number) => {
    const light = Math.min(1, Math.max(0, x));
    return Math.round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055));
  };
  return [byte(shown[0]), byte(shown[1]), byte(shown[2])];
}

function tableOf(at: (t: number) => Rgb): readonly Rgb[] {
  return Array.from({ length: mapSteps }, (_, index) => at(index / (mapSteps - 1)));
}

/** From dark violet through teal to bright yellow: for numbers from 0 up. */
export const sequentialColours = tableOf((t) => colour(0.2 + 0.73 * t, 0.09 + 0.07 * t, 300 - 195 * t));

/** Blue below zero, orange above, pale at zero in the middle; both arms equally dark at their ends. */
export const divergingColours = tableOf((t) => {
  const from = Math.abs(2 * t - 1);
  return colour(0.97 - 0.44 * from, 0.15 * from ** 0.8, t < 0.5 ? 250 : 52);
});

/** As pixels of an `ImageData` seen as 32-bit numbers; every machine with a browser is little-endian. */
function pixelsOf(colours: readonly Rgb[]): Uint32Array {
  return Uint32Array.from(colours, ([red, green, blue]) => (255 << 24) | (blue << 16) | (green << 8) | red);
}

export type ColourMap = "sequential" | "diverging";

export const mapPixels: Readonly<Record<ColourMap, Uint32Array>> = {
  sequential: pixelsOf(sequentialColours),
  diverging: pixelsOf(divergingColours),
};

/** CIE lightness, 0..100. */
export function lightnessOf([red, green, blue]: Rgb): number {
  const light = (byte: number) => (byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
  const y = 0.2126 * light(red) + 0.7152 * light(green) + 0.0722 * light(blue);
  return y <= 216 / 24389 ? (y * 24389) / 27 : 116 * Math.cbrt(y) - 16;
}
