// What the compiler cannot know about the catalogue of words: that each message is used, and translated.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./project.mjs";

const catalogue = join(root, "src/ui/messages");
const languages = ["en", "zh"];

/** @param {string} folder @returns {string[]} */
const sourcesIn = (folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /(?<!\.test)\.tsx?$/.test(name))
    .map((name) => join(folder, name));

/** @param {any} property */
const nameOf = (property) => property.key.name ?? String(property.key.value);

/** @param {any} node @returns {any} the expression without TypeScript's `as` and `satisfies` */
const bare = (node) => (/^TS(As|Satisfies)Expression$/.test(node?.type) ? bare(node.expression) : node);

/** Every message under an object literal; `text` is undefined where a function writes it.
 * @param {any} object @param {string[]} path @returns {{ path: string, name: string, text: string | undefined }[]} */
function messagesOf(object, path) {
  return object.properties.flatMap((/** @type {any} */ property) => {
    if (property.type !== "Property") return [];
    const name = nameOf(property);
    const value = bare(property.value);
    const here = [...path, name];
    if (value.type === "ObjectExpression") return messagesOf(value, here);
    return [{ path: here.join("."), name, text: value.type === "Literal" ? String(value.value) : undefined }];
  });
}

/** @param {string} language */
async function messagesIn(language) {
  const { parseSync } = await import("vite");
  return sourcesIn(join(catalogue, language)).flatMap((file) => {
    /** @type {any[]} */
    const body = parseSync(file, readFileSync(file, "utf8")).program.body;
    return body
      .flatMap((statement) => statement.declaration?.declarations ?? [])
      .filter(({ init }) => bare(init)?.type === "ObjectExpression")
      .flatMap(({ id, init }) => messagesOf(bare(init), [id.name]));
  });
}

/** @returns {Promise<{ ok: boolean, output: string }>} */
export async function messages() {
  const code = sourcesIn(join(root, "src"))
    .filter((file) => !file.startsWith(catalogue))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
  const words = new Set(code.match(/[A-Za-z_$][\w$]*/g));
  const [english = [], chinese = []] = await Promise.all(languages.map(messagesIn));
  const chineseText = new Map(chinese.map(({ path, text }) => [path, text]));
  const lines = [
    ...english
      .filter(({ name }) => !words.has(name) && !code.includes(`"${name}"`))
      .map(({ path }) => `${path} is used nowhere`),
    // Names and symbols stay as they are; two lower-case words in a row are English.
    ...english
      .filter(({ path, text }) => text !== undefined && / [a-z]+ [a-z]+/.test(text) && chineseText.get(path) === text)
      .map(({ path }) => `${path} is the same in Chinese as in English`),
  ];
  return { ok: lines.length === 0, output: lines.join("\n") };
}
