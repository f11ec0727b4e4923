/** The words of the frame: header, set-up, transport, results, links. */
import type { MethodKind, NetworkSpec } from "../../../core/experiment.ts";
import type { WeightSetting } from "../../../core/methods/weights.ts";
import type { LossName } from "../../../core/methods/facts.ts";
import type { Family } from "../../../core/network-choice.ts";
import { integer, percent, significant, tick } from "../../numbers.ts";
import { formatsFor } from "../format.ts";
import { copiedWeights, layerChoices, methodNames, stageOneWords } from "./methods.ts";
import { remedies, settings } from "./settings.ts";

const { bytes, duration, plural } = formatsFor("en");
const families: Readonly<Record<Family, string>> = {
  resnet: "ResNet",
  "preact-resnet": "PreAct ResNet",
  "wide-resnet": "Wide ResNet",
  vgg: "VGG",
  plain: "Plain CNN",
  mobilenet: "MobileNet",
  custom: "By hand",
};
const network = (spec: NetworkSpec) =>
  spec.kind === "custom" ? "drawn by hand" : `${families[spec.kind]}-${spec.depth}, width ${spec.width}`;
const backends = { webgpu: "WebGPU", wasm: "WebAssembly", cpu: "plain JavaScript" };
const stages = {
  0: "training the teacher",
  1: "stage 1, learning the FSP matrices",
  2: "stage 2, learning the task",
};
const stageText = (stage: 0 | 1 | 2, stageOne: LossName | null) =>
  stage === 1 && stageOne === "hint" ? "stage 1, learning the hints" : stages[stage];

/** In a schedule. */
export interface RateDrop {
  readonly iteration: number;
  /** From there on. */
  readonly rate: number;
}

export const shell = {
  app: {
    title: "FSP Lab",
    about:
      "The small student network first imitates how a trained teacher's features relate (its FSP matrices), then learns to name images.",
    main: "Networks, matrices and curves",
    list: (items: readonly string[]) => items.join(", "),
    /** Between two items of a list that are more than strings. */
    between: ", ",
    /** Of what changed: its parts have commas of their own. */
    sentences: (items: readonly string[]) => items.join("; "),
    fallen:
      "The page could not be drawn: an error of the lab. What was kept is still there, and a training can be gone on with from its last checkpoint.",
    reload: "Reload",
  },
  header: {
    preset: "Preset",
    presets: { "first-look": "First look", smoke: "Smoke test", "methods-small": "All methods, in small" } as Readonly<
      Record<string, string>
    >,
    fromLink: (name: string) => `From a link: ${name}`,
    hash: (digits: string) => `Hash ${digits}`,
    hashMeaning: "The first 8 digits of the experiment's SHA-256. Equal digits mean the same experiment.",
    seed: "Seed",
    seeds: "Seeds",
    newSeed: "New seed",
    badSeed: "A seed is a whole number from 0 to 2147483647.",
    changed: (n: number) => `${integer(n)} ${plural(n, "setting", "settings")} changed`,
    change: (label: string, from: string, to: string) => `${label}: ${from} → ${to}`,
    drawn: (sections: number, blocks: number) =>
      `${integer(sections)} ${plural(sections, "section", "sections")}, ${integer(blocks)} ${plural(blocks, "block", "blocks")}`,
    undo: "Undo changes",
    theme: { light: "Light", dark: "Dark", label: "Theme" },
    language: { label: "Language", en: "English", zh: "中文" },
    setup: "Set-up",
  },
  setup: {
    title: "Set-up",
    close: "Close",
    settings,
    fixed: "Fixed while a run is under way. Reset to change it.",
    data: "Data",
    networks: "Networks",
    method: "Method",
    experiments: "Experiments to run",
    advanced: "Advanced",
    teacher: "Teacher",
    student: "Student",
    families,
    depth: "Depth",
    /** 6n + 4 against 6n + 2. */
    wideDepth:
      "A wide ResNet's depth is its authors' count, with three shortcuts and without the last layer: 2 more than the drawing says it is deep.",
    width: "Width",
    dataKinds: { "fashion-mnist": "Fashion-MNIST", shapes: "Shapes, drawn here", stored: "Own images" },
    toGive: (set: string) => `${set}, missing`,
    teacherKinds: { shipped: "Comes trained", recipe: "Trained here first", stored: "Kept here" },
    noTeacher: "The method is none: no run learns from the teacher.",
    trainedTeacher: (iterations: number) => `The teacher is trained here first: ${integer(iterations)} iterations.`,
    teacherAccuracy: (accuracy: number) => `Its test accuracy: ${percent(accuracy)}.`,
    methods: methodNames,
    layerChoices,
    matrices: "FSP matrices",
    methodRun: (method: MethodKind, first: number | null, learned: LossName | null, task: number) =>
      `${method === "fsp" ? "" : `${methodNames[method]}: `}${first === null || learned === null ? "" : `${integer(first)} ${stageOneWords[learned]} + `}${integer(task)} task iterations`,
    plainRun: (task: number) => `${integer(task)} task iterations, no teacher`,
    baseline: "baseline",
    baselineMeaning: "The others are compared with it.",
    remedies,
    useAdapter: "Use a learned adapter",
    narrower: "Use fewer channels in what is drawn",
    mendNetwork: "Mend its faults",
    withBatch: (batch: string) => `Train with batches of ${batch}`,
    firstTaps: { "first-layer": "its first layer", "section-input": "its input" },
    paper: (value: number) => `Paper: ${tick(value)}`,
    paperYes: "Paper: yes",
    /** `weight` is a setting's name; λ where it is null. */
    suggest: (weight: string | null) => (weight === null ? "Suggest λ" : `Suggest: ${weight}`),
    measureNow: "Measure the gradients now",
    gradients: {
      caption: (stage: 1 | 2, done: number) =>
        done === 0
          ? `Lengths of the gradients at the start of stage ${stage}`
          : `Lengths of the gradients in stage ${stage}, behind iteration ${integer(done)}`,
      loss: "Loss",
      plain: (weight: string) => `${weight} = 1`,
      weighted: (weight: string) => `with its ${weight}`,
      task: "task",
      together: {
        fsp: "FSP together",
        hint: "hints together",
        soft: "soft logits",
        attention: "attention together",
        similarity: "similarity together",
      } satisfies Record<LossName, string>,
      sentence: (task: number, learned: number, weight: string) =>
        `On one batch of training images the task pulls with ${significant(task)}, what is learned from the teacher with ${significant(learned)} at ${weight} = 1.`,
    },
    weights: {
      lambda: "λ",
      hintWeight: "weight",
      share: "share",
      softWeight: "weight",
      beta: "β",
      gamma: "γ",
    } satisfies Record<WeightSetting, string>,
    takeWeight: (weight: string, value: number, stage: 1 | 2) =>
      `Use ${weight} = ${tick(value)}: ${stage === 1 ? "stage 1 pulls as hard as the task" : "both pull alike"}`,
    paperNo: "Paper: no",
    /** Behind what the paper says. */
    drops: (drops: readonly RateDrop[]) =>
      `. Here it falls ${drops.map(({ rate, iteration }) => `to ${tick(rate)} at iteration ${integer(iteration)}`).join(", ")}.`,
    paperSilent: "The paper does not say",
    stageOneOf: (learned: LossName): string =>
      learned === "hint" ? "Stage 1: the hints" : "Stage 1: the FSP matrices",
    stage2: "Stage 2: the task",
    bothStages: "Both stages",
    teacherTraining: "The teacher's training",
    shortcuts: "Space trains and pauses, . makes one step",
    on: "on",
    off: "off",
    estimate: "Estimate",
    time: "Time",
    memory: "Memory",
    steps: "Steps",
    about: (seconds: number) => `about ${duration(seconds)}`,
    aboutEither: (gpu: number, wasm: number) => `about ${duration(gpu)} with a GPU, ${duration(wasm)} without`,
    measuredOn: (backend: keyof typeof backends) => `as measured here on ${backends[backend]}`,
    guess: "a guess until trained here",
    tooLong: "Longer than a month: fewer iterations, seeds or experiments would be wiser.",
    memoryAbout: (n: number) => `about ${bytes(n)}`,
    cannotTrain: "This cannot be trained yet.",
  },
  regions: {
    networks: "Networks",
    matrices: "FSP matrices",
    curves: "Curves",
    shownRun: "Run",
    followedRun: "Follow the training",
    recorded: "recorded",
    /** Files and the command line have the same names. */
    experiment: (name: string) => name,
    seedOf: (experiment: string, seed: number) => `${experiment}, seed ${seed}`,
    teacherOf: (spec: NetworkSpec) => `teacher ${network(spec)}`,
    empty: "Nothing was trained yet. Press Train to begin, or Step for a single iteration.",
  },
  results: {
    title: "Test accuracy",
    noneYet: "none yet",
    caption: "Accuracy on images that were never trained on.",
    experiment: "Experiment",
    seed: "Seed",
    iterations: "Iterations",
    validation: "Validation",
    last: "Test, last weights",
    best: "Test, best weights",
    bestMeaning: "Best: the weights with the highest validation accuracy. Test images never choose anything.",
    weights: "Weights hash",
    of: (done: number, total: number) => `${integer(done)} of ${integer(total)}`,
    accuracy: (fraction: number) => percent(fraction),
    notYet: "–",
    notYetMeaning: "not yet",
    cameTrained: "came trained",
    more: (count: number) => `and ${integer(count)} more in the table`,
    earlier: "Earlier rows",
    later: "Later rows",
    shown: (first: number, last: number, rows: number) =>
      `rows ${integer(first)} to ${integer(last)} of ${integer(rows)}`,
    copied: copiedWeights,
    changedSince: "The set-up was changed since.",
  },
  transport: {
    label: "Training",
    train: "Train",
    pause: "Pause",
    step: "Step",
    reset: "Reset",
    share: "Share",
    noStep: "No step is left to make: Reset goes back to before the first.",
    linkFirst: "Open the experiment of the link, or dismiss it; then Train trains what is set up.",
    idle: "Ready. Nothing is trained before you press Train.",
    recorded: "A recorded run, trained earlier. Press Train to do it here.",
    recordedOther: "A recorded run of another set-up. Press Train to train yours.",
    recordedOn: (backend: keyof typeof backends, adapter: string | null) =>
      `Recorded on ${backends[backend]}${adapter ? ` (${adapter})` : ""}`,
    play: "Play the recording",
    skip: "Show its end",
    loading: {
      engine: "Loading the engine",
      images: (done: number, total: number) => `Loading images: ${integer(done)} of ${integer(total)} files`,
      teacher: "Loading the teacher",
    },
    training: (experiment: string, seed: number, stage: 0 | 1 | 2, stageOne: LossName | null) =>
      `${experiment}, seed ${seed}: ${stageText(stage, stageOne)}`,
    starting: "Starting",
    pausing: "Pausing: the step in progress still ends",
    paused: "Paused",
    finished: "Finished",
    ended: "Ended",
    failed: {
      gpu: "Stopped: the graphics processor failed, and nothing it computed since is shown. Reset and train again, or add ?backend=wasm to the address",
      "no-wasm":
        "Stopped: this browser has no WebAssembly to train with. Allow it for this site (Apple's Lockdown Mode turns it off), or open the lab in another browser",
      "no-simd":
        "Stopped: this browser's WebAssembly is too old to train with. Update the browser, or open the lab in another",
      "no-worker":
        "Stopped: this browser lets the page start no worker, and training needs one. Allow it for this site, or open the lab in another browser",
      thread:
        "Stopped: a thread of the engine broke off, and nothing it computed is shown. Reset and train again, or reload the page if it happens again",
      memory:
        "Stopped: the memory that the browser gives is used up. Take fewer images, a smaller batch or narrower networks, or close other tabs",
      "not-finite": "Stopped: the numbers ran away",
      input: "Stopped",
      internal: "Stopped by an error of the lab",
    },
    stepOf: (step: number, total: number) => `step ${integer(step)} of ${integer(total)}`,
    allOf: (step: number, total: number) => `${integer(step)} of ${integer(total)} in all`,
    left: (seconds: number) => `about ${duration(seconds)} left`,
    progress: "Progress of the whole plan",
    backend: (kind: keyof typeof backends, adapter: string | null) =>
      `${backends[kind]}${adapter ? ` (${adapter})` : ""}`,
    software: "software adapter, slow",
    reasons: {
      asked: "as asked in the address",
      resumed: "because the run began on it",
      chosen: "as you chose",
      hardware: "on this machine's GPU",
      "no-api": "because this browser has no WebGPU",
      "no-adapter": "because this browser has no GPU adapter",
      "software-adapter": "because the only GPU adapter is a slow software one",
      "no-device": "because the GPU gave no device",
    },
    threads: (count: number) => `on ${integer(count)} ${plural(count, "thread", "threads")}`,
    threadTrouble: {
      "not-isolated": "one only, because the page's server does not isolate it (COOP and COEP headers)",
      "not-started": "one only, because the browser did not start the others; reload the page to try again",
    },
    noBackend: "The engine loads when you press Train",
  },
  share: {
    title: "Link to this experiment",
    copied: "The link was copied.",
    copyByHand: "The browser did not allow copying: copy the selected text by hand.",
    none: "There is no link to this set-up.",
    field: "Link",
    holds: "It holds every setting and the seeds. Opening it trains nothing.",
    holdsNoImages: (sets: string) => `The images are not in it: who opens it is asked for ${sets}.`,
    onlyHere: "It opens on this machine alone, which serves the page.",
    close: "Close",
  },
  link: {
    title: "An experiment from a link",
    plan: (name: string, experiments: number, seeds: number) =>
      `${name}: ${integer(experiments)} ${plural(experiments, "experiment", "experiments")}, ${integer(seeds)} ${plural(seeds, "seed", "seeds")}`,
    student: (spec: NetworkSpec) => `student ${network(spec)}`,
    teacher: (spec: NetworkSpec) => `teacher ${network(spec)}`,
    trains: (training: number, data: string) => `on ${integer(training)} images of ${data}`,
    nothingRuns: "Opening it replaces the set-up on this page and trains nothing.",
    endsRun: "Opening it ends the run in progress.",
    open: "Open",
    opensOversize: "It opens all the same, so that it can be made smaller.",
    openWithBatch: (batch: string) => `Open with batches of ${batch}`,
    openNarrower: "Open with fewer channels",
    dismiss: "Dismiss",
    bad: "This link could not be opened.",
  },
  milestones: {
    stage: (experiment: string, seed: number, stage: 0 | 1 | 2, stageOne: LossName | null) =>
      `${experiment}, seed ${seed}: ${stageText(stage, stageOne)}.`,
    paused: "Paused.",
    finished: "Training finished.",
    result: (experiment: string, accuracy: number) => `${experiment}: ${percent(accuracy)} of the test images right.`,
  },
};
