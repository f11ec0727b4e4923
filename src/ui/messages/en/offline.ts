/** The words of the lab kept for offline use. */
import { formatsFor } from "../format.ts";

const { bytes } = formatsFor("en");

export const offline = {
  offline: {
    title: "Without a network",
    app: {
      impossible: "This browser cannot keep the lab, as in a private window or at an address without https.",
      unasked:
        "The lab comes from its server each time. Kept here, it opens without one: the page, its recorded run, its teachers and the images of First look.",
      keeping: "The lab is being kept here …",
      kept: "The lab opens here without a network: the page, its recorded run, its teachers and the images of First look.",
      refused: "The lab could not be kept here: no network, or no space. What you made is kept all the same.",
    },
    keep: "Keep the lab offline",
    keepOf: (all: number) => `Keep the lab offline: ${bytes(all)}`,
    forget: "Stop keeping the lab",
    imagesKept: "All of Fashion-MNIST is kept as well.",
    keepingImages: "Keeping images",
    imagesOf: (done: number, all: number) => `${bytes(done)} of ${bytes(all)}`,
    imagesFailed: "Not all images came. Those that did are kept; try again with a network.",
    keepImages: (all: number) => `Keep all of Fashion-MNIST offline: ${bytes(all)} more`,
    newer: {
      none: "",
      waiting: "A newer lab is ready.",
      taken: "Another tab has changed to a newer lab.",
      missing: "A part of the lab could not be loaded: the network is gone, or a newer lab has been put up.",
    },
    afterTraining: "It can be taken when the training ends.",
    reloadAfterTraining: "Reload the page when the training ends.",
    take: "Reload in the newer lab",
  },
};
