/** Images in words: of which set, how many, of which classes. */
import type { Data } from "../../core/experiment.ts";
import type { SetOutline } from "../../core/stored-choice.ts";
import { classCountOf, classesIn, subsetOf, wholeClasses } from "../../core/set-classes.ts";
import type { Messages } from "../messages/messages.ts";
import { setName } from "../setup/set-name.ts";

/** The sets that this browser keeps; null before it was looked up. */
type KeptSets = readonly SetOutline[] | null;

/** Of every class of the set; those of one that is not kept here are known by their numbers alone. */
export function classNames({ transfer }: Messages, data: Data, kept: KeptSets): readonly string[] {
  if (data.kind === "fashion-mnist") return transfer.fashion;
  const own = data.kind === "stored" ? kept?.find(({ sha256 }) => sha256 === data.sha256) : undefined;
  return Array.from({ length: wholeClasses(data) }, (_, index) => {
    const name = own?.classes[index];
    // "7" alone says too little.
    return name === undefined || /^\d*$/.test(name) ? transfer.classNumber(name || String(index)) : name;
  });
}

export function partText(messages: Messages, data: Data, kept: KeptSets): string {
  const classes = classesIn(data);
  const names = classNames(messages, data, kept);
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
