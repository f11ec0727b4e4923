import { formatsFor } from "../format.ts";

const { bytes } = formatsFor("en");

export const exports = {
  exports: {
    open: "Export…",
    title: "Export",
    close: "Close",
    runs: "Runs",
    reading: "Reading the runs …",
    noRuns: "Nothing has been trained yet: press Train, or open an earlier run.",
    bundle: "Bundle (.zip)",
    bundleNote:
      "Experiments, metrics, matrices, weights, environment and hashes. Drop it on the page, and the runs are there again.",
    csv: "Metrics (.csv)",
    csvNote:
      "One row a number: run, method, seed, network, stage, step, metric, value; of several trainings, which one.",
    latex: "Table (.tex)",
    latexNote: "The comparison over the seeds, for LaTeX with booktabs.",
    notPacked: (reason: string) => `The bundle could not be made: ${reason}.`,
    weights: "Weights (.safetensors)",
    noWeights: "None are kept: a student's are there when its run has ended, a teacher's when it was trained here.",
    size: bytes,
    figures: "Figures",
    figuresNote: "As they are on screen, on white.",
    svg: "SVG",
    png: "PNG",
    of: (format: string, figure: string) => `${format} of ${figure}`,
    noFigures: "No chart and no matrix is on screen.",
    matrices: "FSP matrices of the selected pair",
    programs: "PyTorch programs",
    programsNote:
      "The same experiment in one Python file: networks, losses, schedules, and the lab's own random numbers. It needs numpy and torch.",
    programsUntried: "The plan tries rates first: until that is done, these programs have the rates of the set-up.",
    program: (experiment: string) => `${experiment} (.py)`,
  },
};
