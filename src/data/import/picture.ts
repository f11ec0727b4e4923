/** One decoded image, and how it becomes another size or colour. Whole numbers only, so that every machine agrees. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** `[height, width, channels]`, 0..255. */
  readonly pixels: Uint8Array;
}

/**
 * From the bytes of a PNG, JPEG or WebP file to its picture; throws `BadInput` that names `file`. A browser has its own;
 * under Node only PNG is read.
 */
export type DecodePicture = (bytes: Uint8Array, file: string) => Promise<Picture>;

/** Centred on black where it is no larger than `side` x `side`; else the middle square, averaged down where it is larger. */
export function fitted(picture: Picture, side: number): Picture {
  const { width, height } = picture;
  if (width === side && height === side) return picture;
  if (width <= side && height <= side) return framed(picture, side);
  const square = middle(picture);
  return square.width <= side ? framed(square, side) : averaged(square, side);
}

function middle(picture: Picture): Picture {
  const { width, height, channels, pixels } = picture;
  const side = Math.min(width, height);
  const [top, left] = [(height - side) >> 1, (width - side) >> 1];
  const cut = new Uint8Array(side * side * channels);
  for (let y = 0; y < side; y++) {
    const from = ((top + y) * width + left) * channels;
    cut.set(pixels.subarray(from, from + side * channels), y * side * channels);
  }
  return { width: side, height: side, channels, pixels: cut };
}

function framed({ width, height, channels, pixels }: Picture, side: number): Picture {
  const [top, left] = [(side - height) >> 1, (side - width) >> 1];
  const whole = new Uint8Array(side * side * channels);
  for (let y = 0; y < height; y++) {
    const row = pixels.subarray(y * width * channels, (y + 1) * width * channels);
    whole.set(row, ((top + y) * side + left) * channels);
  }
  return { width: side, height: side, channels, pixels: whole };
}

/** Each new pixel is the mean of the area that it covers, in units of 1 / `side` of an old pixel. */
function averaged({ width, channels, pixels }: Picture, side: number): Picture {
  const small = new Uint8Array(side * side * channels);
  const area = width * width;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let row = firstOf(y, width, side); row * side < (y + 1) * width; row++) {
          const high = covered(row, y, width, side);
          for (let column = firstOf(x, width, side); column * side < (x + 1) * width; column++) {
            sum += high * covered(column, x, width, side) * pixels[(row * width + column) * channels + channel]!;
          }
        }
        small[(y * side + x) * channels + channel] = Math.floor((2 * sum + area) / (2 * area));
      }
    }
  }
  return { width: side, height: side, channels, pixels: small };
}

function firstOf(index: number, from: number, to: number): number {
  return Math.floor((index * from) / to);
}

/** How much of old pixel `old` the new pixel `index` covers. */
function covered(old: number, index: number, from: number, to: number): number {
  return Math.min((old + 1) * to, (index + 1) * from) - Math.max(old * to, index * from);
}

/** Grey is repeated as red, green and blue; red, green and blue become their luma (ITU-R BT.601). */
export function recoloured(picture: Picture, channels: 1 | 3): Picture {
  if (picture.channels === channels) return picture;
  const { width, height, pixels } = picture;
  const count = width * height;
  const other = new Uint8Array(count * channels);
  for (let i = 0; i < count; i++) {
    if (channels === 3) other.fill(pixels[i]!, 3 * i, 3 * i + 3);
    else
      other[i] = Math.floor((299 * pixels[3 * i]! + 587 * pixels[3 * i + 1]! + 114 * pixels[3 * i + 2]! + 500) / 1000);
  }
  return { width, height, channels, pixels: other };
}
