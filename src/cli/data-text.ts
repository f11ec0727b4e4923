/** A set of images in lines of text, for the command line. */
import type { Place, Summary } from "../core/set-summary.ts";
import { countOf } from "../core/set-summary.ts";

const mostClasses = 20;
const mostExamples = 3;

export function summaryText(summary: Summary): string {
  const { name, sha256, size, classes } = summary;
  const [training, validation, test] = [
    countOf(summary, "training"),
    countOf(summary, "validation"),
    countOf(summary, "test"),
  ];
  const lines = [
    `${name}: ${training + validation + test} images of ${size.join("x")}, ${classes.length} classes`,
    `SHA-256 of the images and labels ${sha256}`,
    row("class", "training", "validation", "test"),
    ...classes.slice(0, mostClasses).map((one) => row(one.name, one.training, one.validation, one.test)),
  ];
  if (classes.length > mostClasses) lines.push(`… and ${classes.length - mostClasses} classes more`);
  lines.push(row("all", training, validation, test), ...oddities(summary));
  // A terminal obeys what stands in names of folders.
  return lines.map((text) => text.replaceAll(/\p{Cc}/gu, "?")).join("\n");
}

function row(name: string, ...numbers: readonly (number | string)[]): string {
  return `  ${name.slice(0, 24).padEnd(24)}${numbers.map((number) => String(number).padStart(11)).join("")}`;
}

function oddities({ duplicates, leaks, oneColour, refitted, empty, ignored }: Summary): string[] {
  const at = ({ split, index }: Place) => `${split} ${index + 1}`;
  const pairs = duplicates.map(([later, earlier]) => `${at(later)} = ${at(earlier)}`);
  return [
    ...line("images that stand twice", pairs),
    ...(leaks > 0 ? [`  odd: ${leaks} of these are in the training images and in those that judge`] : []),
    ...line("images of one colour", oneColour.map(at)),
    ...line(
      "pictures of another size, fitted",
      refitted.map(({ path, size }) => `${path} (${size})`),
    ),
    ...line("classes without training images", empty),
    ...line("files or folders left out, without an image that can be read, or with none that has a class", ignored),
  ];
}

function line(what: string, all: readonly string[]): string[] {
  if (all.length === 0) return [];
  const rest = all.length > mostExamples ? `, and ${all.length - mostExamples} more` : "";
  return [`  odd: ${all.length} ${what}: ${all.slice(0, mostExamples).join("; ")}${rest}`];
}
