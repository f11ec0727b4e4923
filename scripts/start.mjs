// npm start: installs what is missing, builds what changed, serves the lab.
import { install } from "./install.mjs";
import { buildPage, pageFolder } from "./page.mjs";
import { onInterrupt, script } from "./project.mjs";
import { checkPort, portFrom, serve } from "./serve.mjs";

/** npm, told to stop, ends only the shell between it and this script; the port must not stay taken after that. */
function endWithParent() {
  const parent = process.ppid;
  const look = () => void (process.ppid === parent || process.kill(process.pid, "SIGTERM"));
  setInterval(look, 500).unref();
}

await script(async () => {
  endWithParent();
  const port = portFrom(process.env["PORT"], "PORT", 5173);
  await checkPort(port);
  await install();
  await buildPage();
  const server = await serve(pageFolder, port);
  onInterrupt(server.close);
  console.log(`FSP Lab is on http://localhost:${server.port}/ (Ctrl-C ends it)`);
});
