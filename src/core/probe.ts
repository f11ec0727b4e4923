/** The images that the matrices on screen are means over: the first of validation, the same for every run and method. */
export const probeImages = 32;

/** How many they are, of so many validation images. */
export function probeImagesOf(validation: number): number {
  return Math.min(probeImages, validation);
}
