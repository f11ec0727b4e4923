/** Made by `vite-offline.ts`. */
declare module "virtual:later-files" {
  export const laterFiles: import("./later-files.ts").LaterFiles;
}
