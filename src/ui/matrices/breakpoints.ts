/** Panel widths in pixels below which the panel is laid out another way. */
export const breakpoints = { oneAtATime: 560, readoutBeside: 1000 };
