/** Why something cannot be used, in the screen's words; core has its own for the command line. */
import type { Setting } from "../../../client/settings.ts";
import type { MisfitReason, ResizeProblem } from "../../../core/misfit.ts";
import type { NetworkFault } from "../../../core/network-fault.ts";
import type { Problem, Rule } from "../../../core/problem.ts";
import { formTexts, sentenceOf } from "../../../core/problem-text.ts";
import { anyWidths } from "../../../core/relations/settings.ts";
import { exact, matrixSize } from "../../numbers.ts";
import { formatsFor } from "../format.ts";
import { notFinite } from "./guards.ts";
import { remedies, settings, units } from "./settings.ts";

const { bytes } = formatsFor("en");

/** Goes on after a name and a colon. */
function advice(rule: Rule, setting: Setting | null): string {
  switch (rule.kind) {
    case "range": {
      const unit = setting === null ? undefined : units[setting];
      const kind = rule.whole ? `a whole number${unit === undefined ? "" : ` of ${unit}`}` : "a number";
      return `use ${kind} from ${exact(rule.least)} to ${exact(rule.most)}.`;
    }
    case "missing":
      return "this setting is missing; start from a preset.";
    case "form":
      return `it must be ${formTexts[rule.form] ?? "of another form"}.`;
    case "other":
      return `expected ${rule.expected}.`;
    default:
      return rule satisfies never;
  }
}

const anyWidthWords = anyWidths.map((remedy) => remedies[remedy]).join(", ");

/** How a misfit is mended, or what stands against it. */
function wayOut(reason: MisfitReason): string {
  switch (reason.code) {
    case "alone":
      return "Give both networks the same sections, or match pairs by resolution or by hand.";
    case "unequal":
      return `Give both networks the same width, or choose a remedy for "${settings.remedy}": ${reason.remedies.map((remedy) => remedies[remedy]).join(", ")}.`;
    case "remedy":
      return reason.problem === "teacher-narrower"
        ? `The remedy "${remedies[reason.remedy]}" needs a teacher at least as wide as the student. Use ${anyWidthWords}.`
        : `The remedy "${remedies[reason.remedy]}" needs maps of the same size in both networks. Use ${anyWidthWords}.`;
    case "not-divisible":
      return `The ${reason.side}'s maps of ${mapSizes(reason)} cannot be pooled to one size in whole blocks. Give them sizes that are multiples.`;
    case "not-larger":
      return `Of the ${reason.side}'s maps, ${mapSizes(reason)}, the one to be pooled is not the larger. Let the larger be pooled.`;
    default:
      return reason satisfies never;
  }
}

type MatrixShapes = Readonly<Record<"teacher" | "student", readonly number[] | null>>;

/** What keeps a pair's two matrices from being compared, and the way out. */
function misfit(pair: string, { teacher, student }: MatrixShapes, reason: MisfitReason): string {
  const why =
    reason.code === "alone"
      ? `${pair} has no partner in the ${teacher ? "student" : "teacher"}.`
      : teacher && student && teacher.join() !== student.join()
        ? `The FSP matrices of ${pair} differ in size: teacher ${matrixSize(teacher)}, student ${matrixSize(student)}.`
        : `${pair} cannot be compared.`;
  return `${why} ${wayOut(reason)}`;
}

function mapSizes({ first, last }: ResizeProblem): string {
  return `${first.join(" × ")} and ${last.join(" × ")}`;
}

function networkFault(fault: NetworkFault): string {
  switch (fault.kind) {
    case "no-tap":
      return fault.section === null
        ? "has no section, so there is no layer that a pair could tap. Give it one with a block."
        : `has no block in ${fault.section}, so there is no layer that a pair could tap. Give it one, or remove the section.`;
    case "kernel":
      return `has a kernel of ${fault.kernel} × ${fault.kernel} in ${fault.block}, larger than the map of ${fault.map.join(" × ")} there. Use a smaller kernel.`;
    case "uneven":
      return `halves a map of ${fault.map.join(" × ")} in ${fault.block}. Use stride 1 and no pooling there, or images whose sides halve.`;
    case "shortcut":
      return `adds maps of ${fault.from.join(" × ")} and ${fault.to.join(" × ")} in ${fault.block}. Use a projection as its shortcut.`;
    default:
      return fault satisfies never;
  }
}

const workerFaults: Readonly<Record<Extract<Problem, { code: "worker" }>["fault"], string>> = {
  silent: "The training worker fell silent.",
  unloaded: "The training worker could not be loaded. Reload the page.",
  unread: "The page and its worker did not understand each other. Reload the page.",
};

/** `setting` is the control that the problem is of; null where it is of none or of several. */
function sentence(problem: Problem, setting: Setting | null): string {
  switch (problem.code) {
    case "setting":
      return `${setting === null ? problem.path : settings[setting]}: ${advice(problem.rule, setting)}`;
    case "unknown-settings": {
      const names = problem.settings.map(({ path, meant }) =>
        meant === null ? path : `${path} (did you mean "${meant}"?)`,
      );
      return `This version has no such settings: ${names.join(", ")}. Rename or remove them.`;
    }
    case "images":
      return `${exact(problem.training)} training and ${exact(problem.validation)} validation images are more than the ${exact(problem.there)} there are. Use fewer.`;
    case "uneven-classes":
      return `${exact(problem.training)} training images are not as many of each of ${exact(problem.classes)} classes. Use a multiple of ${exact(problem.classes)}.`;
    case "memory":
      return `A training step needs about ${bytes(problem.bytes)} of memory, more than the ${bytes(problem.mostBytes)} allowed. Use a smaller batch, width or depth.`;
    case "gpu-room":
      return `The graphics processor gives at most ${bytes(problem.mostBytes)} in one piece, and a training step takes one of ${bytes(problem.bytes)}. Use a smaller batch, width or depth, or add ?backend=wasm to the address.`;
    case "teacher-images":
      return `The teacher's images are ${problem.teacher.join(" × ")}, the student's ${problem.student.join(" × ")}. Both must see the same kind.`;
    case "network":
      return `The ${problem.whose} ${networkFault(problem.fault)}`;
    case "misfit":
      return misfit(problem.pair, problem, problem.reason);
    case "classes":
      return `The teacher tells ${exact(problem.teacher)} classes apart, the student ${exact(problem.student)}. The method compares their answers and needs the same.`;
    case "tap":
      return `A pair matched by hand starts or ends at the ${problem.side}'s layer ${problem.tap}, which ${problem.why === "missing" ? "is not there" : "has no maps any more"}. Remove that pair, or match by section.`;
    case "sweep-seed":
      return `Rates are tried with seed ${problem.seed} (sweep.seeds), which is a run's seed too. Try them with seeds that no run has.`;
    case "trials":
      return `The plan tries rates ${exact(problem.found)} times, more than the ${exact(problem.most)} that are allowed. Try fewer rates or seeds, or compare fewer experiments.`;
    case "document-long":
      return `Written out it is ${exact(problem.length)} characters long, more than the ${exact(problem.most)} that are allowed. Compare fewer experiments, or networks of fewer blocks.`;
    case "link-made":
      return `The link would be ${exact(problem.length)} characters long, more than the ${exact(problem.most)} that travel safely. Use fewer seeds or experiments.`;
    case "link-read":
      return `It is ${exact(problem.length)} characters long, more than the ${exact(problem.most)} that a link may have. Ask for the experiment as a file.`;
    case "link-none":
      return "It is not a link of the lab, which begins with #x1. or #x1: and holds no spaces. Copy it again, whole.";
    case "link-version":
      return `It is of version ${problem.version}, and this lab reads version 1. Open it with a newer lab.`;
    case "link-damaged":
      return "It is damaged: a part of it is missing or was changed. Copy it again, whole.";
    case "part-unread":
      return `${problem.path ?? "A part of the lab"} could not be loaded: the network is gone, or a newer lab has been put up. Reload the page.`;
    case "file-unread":
      return problem.status === null
        ? `${problem.path} could not be loaded (${problem.reason}). Is the lab's server still running?`
        : `${problem.path} could not be loaded: the server answered ${problem.status}.`;
    case "engine-late":
      return `The engine did not load within ${problem.seconds} s. Is the lab's server still running? Reset and train again.`;
    case "worker":
      return workerFaults[problem.fault];
    case "worker-stopped":
      return `The training worker stopped: ${problem.reason}`;
    case "data-file":
    case "hub":
    case "file-damaged":
    case "tensor-file":
    case "weights":
    case "checkpoint":
    case "document":
    case "run-folder":
    case "data-classes":
      // One wording serves the command line too.
      return sentenceOf(problem);
    case "data-missing":
      return `This experiment learns from the images ${problem.name} (SHA-256 ${problem.sha256.slice(0, 8)}…), which are not in this page. Give it that file: drop it anywhere on the page.`;
    case "data-to-give":
      return `This plan is of ${problem.set}, and other images only hold its place. Under “Own images…” give its files or fetch it, and use it for the next run.`;
    case "data-few":
      return `The experiment asks for ${exact(problem.asked)} ${problem.what} images, but there are ${exact(problem.there)}. Use fewer.`;
    case "data-tiny": {
      const { training, validation, test } = problem.there;
      return `${problem.name} has too few images (${exact(training)} training, ${exact(validation)} validation, ${exact(test)} test). An experiment needs ${exact(problem.least)} of each, and takes those that there are none of from the training images. Add some.`;
    }
    case "teacher-missing":
      return `This experiment learns from the trained teacher ${problem.name} (SHA-256 ${problem.sha256.slice(0, 8)}…), which is not in this browser. Give that file under Teachers.`;
    case "run-file":
      return problem.version === null
        ? `${problem.file} is no run of this lab, or is damaged. Export it again.`
        : `${problem.file} is of version ${problem.version}, and this lab reads version 1. Open it with a newer lab.`;
    case "set-up-file":
      return `${problem.file} is no set-up or run of this lab, or is damaged. Save it again.`;
    case "lab-files":
      return `${problem.file} is one of ${exact(problem.count)} files that cannot be opened at once. Give one set-up, or files of one kind.`;
    case "teacher-file":
      return `${problem.file} holds no trained teacher of this lab. A student's weights come with the bundle of their run: give that.`;
    case "training-gone":
      return "This run is not kept in this browser any more. Train it anew.";
    case "training-elsewhere":
      return "This run is being trained in another tab. Go on there, or close that tab first.";
    case "training-environment":
      return `This run began on ${problem.begun}, and this is ${problem.here}: it may not go on with the same numbers. Train it anew.`;
    case "insecure":
      return "This page came over plain http, where browsers have no SHA-256. Open it over https or on localhost.";
    case "not-finite":
      return notFinite(problem.noticed, problem.stage, problem.step);
    case "other":
      return problem.sentence;
    default:
      return problem satisfies never;
  }
}

export const problems = {
  problems: {
    sentence,
    misfit,
    /** Of a list of the plan. */
    ofField: (name: string, rule: Rule): string => `${name}: ${advice(rule, null)}`,
    /** Beside the control itself. */
    beside: (rule: Rule, setting: Setting): string => {
      const text = advice(rule, setting);
      return `${text[0]!.toUpperCase()}${text.slice(1)}`;
    },
    ofExperiment: (experiment: string, why: string) => `Experiment ${experiment}: ${why}`,
  },
};
