/** Problems in English sentences. */
import { documentFaultText } from "./document-fault.ts";
import type { Noticed } from "./divergence.ts";
import { shippedFaultText, tensorFaultText, weightsFaultText } from "./file-fault.ts";
import { dataFaultText, placeText } from "./data-fault-text.ts";
import { hubFaultText } from "./hub-fault.ts";
import type { MisfitReason } from "./misfit.ts";
import { networkFaultSentence } from "./network-fault.ts";
import type { UnknownSetting } from "./unknown-settings.ts";
import type { Problem, Rule } from "./problem.ts";

const workerFaults: Readonly<Record<Extract<Problem, { code: "worker" }>["fault"], string>> = {
  silent: "The training worker fell silent.",
  unloaded: "The training worker could not be loaded; reload the page.",
  unread: "The page and its worker did not understand each other; reload the page.",
};

/** One English sentence, for the command line and the logs. */
export function sentenceOf(problem: Problem): string {
  switch (problem.code) {
    case "setting":
      return settingSentence(problem.path, problem.found, problem.rule);
    case "unknown-settings":
      return unknownSentence(problem.settings);
    case "images":
      return `${problem.training} training and ${problem.validation} validation images are more than the ${problem.there} there are; use fewer.`;
    case "uneven-classes":
      return `${problem.training} training images are not as many of each of ${problem.classes} classes; use a multiple of ${problem.classes}.`;
    case "memory":
      return `a training step needs about ${gigabytes(problem.bytes)} GB, more than the ${gigabytes(problem.mostBytes)} GB allowed; use a smaller batch, width or depth.`;
    case "gpu-room":
      return `the GPU gives at most ${problem.mostBytes} bytes in one piece, and ${problem.label} takes ${problem.bytes} bytes; use a smaller batch, width or depth, or another backend.`;
    case "teacher-images":
      return `the teacher's images are ${problem.teacher.join("x")}, the student's ${problem.student.join("x")}; both must see the same ones.`;
    case "network":
      return `the ${problem.whose} ${networkFaultSentence(problem.fault)}`;
    case "misfit":
      return `${misfitSentence(problem)}; ${wayOut(problem.reason)}.`;
    case "classes":
      return `the teacher tells ${problem.teacher} classes apart, the student ${problem.student}; the method compares their answers and needs the same.`;
    case "tap":
      return `a pair starts or ends at the ${problem.side}'s layer "${problem.tap}", which ${problem.why === "missing" ? "is not there" : "has no positions any more"}; name a layer with maps.`;
    case "sweep-seed":
      return `The setting "sweep.seeds" has ${problem.seed}, which is one of the plan's "seeds" too; try rates with seeds that no run has.`;
    case "trials":
      return `The plan's sweep has ${problem.found} trials, more than the ${problem.most} allowed; try fewer rates or seeds, or compare fewer experiments.`;
    case "document-long":
      return `The document is ${problem.length} characters long, more than the ${problem.most} allowed; compare fewer experiments, or networks of fewer blocks.`;
    case "link-made":
      return `The link would be ${problem.length} characters, more than the ${problem.most} that travel safely; send the experiment as a file.`;
    case "link-read":
      return `The link is ${problem.length} characters long, more than the ${problem.most} a link may have; ask for the experiment as a file.`;
    case "link-none":
      return "This is not a link of the lab: expected #x1. or #x1: and no spaces; copy it again, whole.";
    case "link-version":
      return `The link is of version ${problem.version}, but this lab reads version 1; open it with a newer lab.`;
    case "link-damaged":
      return "The link is damaged: a part of it is missing or was changed; copy it again, whole.";
    case "part-unread":
      return `${problem.path ?? "A part of the lab"} could not be loaded: the network is gone, or a newer lab has been put up; reload the page.`;
    case "file-unread":
      return problem.status === null
        ? `${problem.path} could not be loaded (${problem.reason}); is the lab's server still running?`
        : `${problem.path} could not be loaded: the server answered ${problem.status}.`;
    case "file-damaged":
      return `${problem.path} ${shippedFaultText(problem.fault)}`;
    case "tensor-file":
      return `${problem.file} ${tensorFaultText(problem.fault)}`;
    case "weights":
      return `${problem.file ?? "The file of a student"} ${weightsFaultText(problem.fault)}`;
    case "checkpoint": {
      const file = problem.file ?? "The checkpoint";
      const why =
        problem.why === "damaged" ? "damaged, or no checkpoint of this lab" : "a checkpoint of another experiment";
      const way = problem.file === null ? "train anew" : "move it away, and the same command begins this run anew";
      return `${file} is ${why}; ${way}.`;
    }
    case "document":
      return documentFaultText(problem.fault);
    case "data-classes":
      return `The experiment says that "${problem.name}" has ${problem.said} classes, but it has ${problem.there}; correct "classes".`;
    case "engine-late":
      return `The engine did not load within ${problem.seconds} s; is the lab's server still running? Reset and train again.`;
    case "worker":
      return workerFaults[problem.fault];
    case "worker-stopped":
      return `The training worker stopped: ${problem.reason}`;
    case "data-file":
      return `${problem.file}${problem.place ? `, ${placeText(problem.place)},` : ""} ${dataFaultText(problem.fault)}`;
    case "hub":
      return `${problem.host}, asked for ${problem.what}, ${hubFaultText(problem.fault)}`;
    case "data-missing":
      return `The experiment learns from the images "${problem.name}" (SHA-256 ${problem.sha256.slice(0, 8)}…), which are not here; give that file.`;
    case "data-to-give":
      return `The plan learns from ${problem.set}, which is not here; give its files.`;
    case "data-few":
      return `The experiment asks for ${problem.asked} ${problem.what} images, but there are ${problem.there}; ask for fewer.`;
    case "data-tiny": {
      const { training, validation, test } = problem.there;
      return `"${problem.name}" has too few images (${training} training, ${validation} validation, ${test} test): an experiment needs ${problem.least} of each, and takes those that there are none of from the training images; add some.`;
    }
    case "teacher-missing":
      return `The experiment learns from the teacher "${problem.name}" (SHA-256 ${problem.sha256.slice(0, 8)}…), which is not here; give that file.`;
    case "run-file":
      return problem.version === null
        ? `${problem.file} is no run of this lab, or is damaged; export it again.`
        : `${problem.file} is of version ${problem.version}, but this lab reads version 1; open it with a newer lab.`;
    case "set-up-file":
      return `${problem.file} is no set-up or run of this lab, or is damaged; save it again.`;
    case "run-folder":
      return `${problem.name} is what the command line wrote of runs; make a bundle of it with npm run lab -- export bundle DIR --out FILE.zip, and give that.`;
    case "lab-files":
      return `${problem.file} is one of ${problem.count} files that cannot be opened at once; give one set-up, or files of one kind.`;
    case "teacher-file":
      return `${problem.file} holds no trained teacher of this lab; a student's weights come with the bundle of their run.`;
    case "training-gone":
      return "This run is not kept in this browser any more; train it anew.";
    case "training-elsewhere":
      return "This run is being trained in another tab; go on there, or close that tab first.";
    case "training-environment":
      return `This run began on ${problem.begun}, and this is ${problem.here}: it may not go on with the same numbers; train it anew.`;
    case "insecure":
      return "This page came over plain http, where browsers have no SHA-256; open it over https or on localhost.";
    case "not-finite":
      return `${noticedWords[problem.noticed]} stopped being finite in ${problem.stage === 0 ? "the teacher's training (stage 0)" : `stage ${problem.stage}`}, iteration ${problem.step}. A smaller learning rate often helps.`;
    case "other":
      return problem.sentence;
    default:
      return problem satisfies never;
  }
}

const noticedWords: Readonly<Record<Noticed, string>> = {
  loss: "The loss",
  validation: "The loss on validation images",
  "held-out": "What is compared with the teacher on held-out images",
  weights: "The weights",
};

/** What keeps a pair's matrices from being compared: their sizes, or something else. */
function misfitSentence({ pair, teacher, student }: Extract<Problem, { code: "misfit" }>): string {
  if (!teacher || !student) return `${pair} has no partner in the ${teacher ? "student" : "teacher"}`;
  const [theirs, ours] = [teacher.join("x"), student.join("x")];
  if (theirs === ours)
    return `the FSP matrices of ${pair} are ${theirs} in both networks and cannot be compared all the same`;
  return `the FSP matrices of ${pair} differ in size, teacher ${theirs}, student ${ours}`;
}

/** How a misfit is mended, or what stands against it. */
function wayOut(reason: MisfitReason): string {
  const sizes = (first: readonly number[], last: readonly number[]) => `${first.join("x")} and ${last.join("x")}`;
  switch (reason.code) {
    case "alone":
      return "give both networks the same sections, or match pairs by resolution or by hand";
    case "unequal":
      return `give both networks the same width, or the method a remedy: ${reason.remedies.join(", ")}`;
    case "remedy":
      return reason.problem === "teacher-narrower"
        ? `the remedy "${reason.remedy}" needs a teacher at least as wide as the student; use adapter, cka or traces`
        : `the remedy "${reason.remedy}" needs maps of the same size in both networks; use adapter, cka or traces`;
    case "not-divisible":
      return `the ${reason.side}'s maps of ${sizes(reason.first, reason.last)} cannot be pooled to one size in whole blocks; give them sizes that are multiples`;
    case "not-larger":
      return `of the ${reason.side}'s maps, ${sizes(reason.first, reason.last)}, the one to be pooled is not the larger; resize "larger"`;
    default:
      return reason satisfies never;
  }
}

function unknownSentence(settings: readonly UnknownSetting[]): string {
  const names = settings.map(({ path, meant }) => `"${path}"${meant === null ? "" : ` (did you mean "${meant}"?)`}`);
  return names.length === 1
    ? `There is no setting ${names[0]} in this version; rename or remove it.`
    : `There are no settings ${names.join(", ")} in this version; rename or remove them.`;
}

function settingSentence(path: string, found: string, rule: Rule): string {
  switch (rule.kind) {
    case "range":
      return `The setting "${path}" is ${found}; use a ${rule.whole ? "whole " : ""}number from ${rule.least} to ${rule.most}.`;
    case "missing":
      return `The setting "${path}" is missing; add it, or start from a preset.`;
    case "other":
      return `The setting "${path}" is ${found}; expected ${rule.expected}.`;
    case "form":
      return `The setting "${path}" is ${found}; it must be ${formTexts[rule.form] ?? "of another form"}.`;
    default:
      return rule satisfies never;
  }
}

/** What a text must be, by the names that the schema gives its forms. */
export const formTexts: Readonly<Record<string, string>> = {
  slug: "1 to 48 of a-z, 0-9 and -, not starting with -",
  sha256: "64 hexadecimal digits",
  "file-name": "1 to 80 printable characters, not / or \\",
  layer: "the name of a layer",
  pair: "a pair's name, such as section1",
};

function gigabytes(bytes: number): string {
  return (bytes / 2 ** 30).toPrecision(2);
}
