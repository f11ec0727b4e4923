/** Images in words: of which set, how many, of which classes. */
import type { Data } from "../../core/experiment.ts";
import { classCountOf, classesIn, subsetOf, wholeClasses } from "../../core/set-classes.ts";
import type { Messages } from "../messages/messages.ts";
import { setName } from "../setup/set-name.ts";

/** Of every class of the set; a stored one's are known by their numbers alone. */
export function classNames({ transfer }: Messages, data: Data): readonly string[] {
  if (data.kind === "fashion-mnist") return transfer.fashion;
  return Array.from({ length: wholeClasses(data) }, (_, index) => transfer.classNumber(index));
}

export function partText(messages: Messages, data: Data): string {
  const classes = classesIn(data);
  const names = classNames(messages, data);
  return messages.transfer.part({
    set: setName(messages, data),
    training: data.training,
    each: subsetOf(data)?.balanced ? data.training / classes.length : null,
    classes: classes.length === names.length ? null : classes.map((index) => names[index] ?? String(index)),
  });
}

export function shortPart(messages: Messages, data: Data): string {
  return messages.transfer.short(setName(messages, data), classCountOf(data), data.training);
}
