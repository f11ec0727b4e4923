/** The words of the three views: networks, matrices, curves. */
export const views = {
  networks: {},
  matrices: {},
  curves: {},
};
