/** The words of the frame: header, set-up, transport, results, links. */
export const shell = {
  app: { title: "FSP Lab" },
};
