/** The words of the browser's storage as a whole. */
export const browserStorage = {
  browserStorage: {
    title: "All of this",
    lasting: {
      unknown: "",
      impossible:
        "This browser does not say how long it keeps what is kept here. Export what you want to have for long.",
      lasting: "This browser keeps all of this until you delete it, here or with the browser's own data.",
      passing:
        "This browser may delete all of this when its disk is full, or when you have not been here for long. Export what you want to have for long.",
    },
    ask: "Ask the browser to keep it",
    forgetAll: "Delete everything…",
    whatGoes:
      "All runs, set-ups, teachers and images go, what is kept for use without a network, and your choices of language and look. The page begins anew.",
    afterTraining: "Everything can be deleted at once when nothing trains, in whatever tab.",
    failed:
      "Not everything could be deleted. Close the lab's other tabs and try again, or delete the site's data in the browser's settings.",
  },
};
