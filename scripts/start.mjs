// npm start: installs what is missing, builds what changed, serves the lab.
import { install } from "./install.mjs";
import { buildPage, pageFolder } from "./page.mjs";
import { onInterrupt, script } from "./project.mjs";
import { checkPort, portFrom, serve } from "./serve.mjs";

await script(async () => {
  const port = portFrom(process.env["PORT"], "PORT", 5173);
  await checkPort(port);
  await install();
  await buildPage();
  const server = await serve(pageFolder, port);
  onInterrupt(server.close);
  console.log(`FSP Lab is on http://localhost:${server.port}/ (Ctrl-C ends it)`);
});
