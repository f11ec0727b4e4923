/** Each host's file, read as that host reads it, gives the headers that the lab's own server sends. */
import { expect, test } from "vitest";
import { assetCaching, headerFiles, headers, otherCaching } from "./headers.mjs";

/** @param {string} name */
const textOf = (name) => headerFiles.get(name) ?? "";

/** Of a rule's path, as Netlify and Cloudflare Pages match it.
 * @param {string} rule @param {string} path */
const matches = (rule, path) => (rule.endsWith("*") ? path.startsWith(rule.slice(0, -1)) : path === rule);

/** Every value that any rule gives: two of one name are joined by these hosts.
 * @param {string} path */
function underscoreHeadersFor(path) {
  const found = [];
  let isFor = false;
  for (const line of textOf("_headers").split("\n")) {
    const [, name, value] = /^ {2}([\w-]+): (.*)$/.exec(line) ?? [];
    if (!name) isFor = matches(line, path);
    else if (isFor) found.push([name, value]);
  }
  return found;
}

/** @param {string} path */
function vercelHeadersFor(path) {
  const { headers: rules } = JSON.parse(textOf("vercel.json"));
  return rules
    .filter(({ source }) => new RegExp(`^${source}$`).test(path))
    .flatMap((rule) => rule.headers.map(({ key, value }) => [key, value]));
}

/** A later line replaces an earlier one of the same table; all are of the one that errors are sent with too.
 * @param {string} path */
function apacheHeadersFor(path) {
  const found = new Map();
  let isFor = true;
  for (const line of textOf(".htaccess").split("\n")) {
    const condition = /<If "%\{REQUEST_URI\} =~ m#(.*)#">/.exec(line);
    if (condition) isFor = new RegExp(condition[1] ?? "").test(path);
    if (line.includes("</If>")) isFor = true;
    const [, name, value] = /^ *Header always set ([\w-]+) "(.*)"$/.exec(line) ?? [];
    if (!name) expect(line).not.toMatch(/^ *Header /);
    else if (isFor) found.set(name, value);
  }
  return [...found];
}

/** @param {string[][]} pairs */
const sorted = (pairs) => pairs.map((pair) => pair.join(": ")).toSorted((a, b) => (a < b ? -1 : 1));

test.each([
  ["/", otherCaching],
  ["/index.html", otherCaching],
  ["/sw.js", otherCaching],
  ["/icon.svg", otherCaching],
  ["/icons/icon-192.png", otherCaching],
  ["/data/fashion-mnist/train-01.bin.gz", otherCaching],
  ["/assets/training-1a2b.js", assetCaching],
])("%s comes with the same headers from every host", (path, caching) => {
  const wanted = sorted([...Object.entries(headers), ["Cache-Control", caching]]);
  expect(sorted(underscoreHeadersFor(path)), "_headers").toEqual(wanted);
  expect(sorted(vercelHeadersFor(path)), "vercel.json").toEqual(wanted);
  expect(sorted(apacheHeadersFor(path)), ".htaccess").toEqual(wanted);
});
