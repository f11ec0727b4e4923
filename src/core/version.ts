/** As in package.json; a test keeps the two equal. */
export const labVersion = "0.1.0";
