/** An experiment as a PyTorch program of its own, for those whose work outgrows the browser. */
import { studentNetwork, teacherNetwork } from "../build-network.ts";
import { canonicalJson } from "../canonical.ts";
import { toPlan } from "../document.ts";
import type { Augment, Experiment, Plan, Schedule, Stage } from "../experiment.ts";
import { lessonsOf } from "../lessons.ts";
import { needsTeacher, stageOneOf } from "../methods/facts.ts";
import { evaluationsPerTeacher } from "../plan-runs.ts";
import { guideText } from "./guide-settings.ts";
import { imagesText } from "./images-text.ts";
import { mainText } from "./main-text.ts";
import { firstTeacherClass, networkClass } from "./network-class.ts";
import { chancePiece } from "./pieces/chance.ts";
import { filesPiece } from "./pieces/files.ts";
import { batchesPiece } from "./pieces/images.ts";
import { layersPiece } from "./pieces/layers.ts";
import { trainingPiece } from "./pieces/training.ts";
import { pythonLiteral } from "./python-literal.ts";

/** The file's name. An experiment may be called as Python's own modules are, which the program's folder would hide: hence the hyphen. */
export function pytorchFileName({ name }: Pick<Experiment, "name">): string {
  return `${name}-pytorch.py`;
}

/**
 * One readable `.py` file: the networks from their graphs, a line a layer, the losses of its method's stages, its schedules,
 * and the lab's own random streams, so that with the same seed it begins with the same weights and sees the same batches.
 * What a plan says of all its experiments holds for the one in it too.
 */
export function pytorchProgram(
  experiment: Experiment,
  { teacherPerSeed }: Pick<Plan, "teacherPerSeed"> = toPlan(experiment),
): string {
  const networks = { teacher: teacherNetwork(experiment), student: studentNetwork(experiment) };
  const { text, guides, taskWeight } = guideText(experiment, networks);
  const hasTeacher = needsTeacher(experiment.method);
  const pieces = [
    headText(experiment),
    settingsText(experiment, hasTeacher, taskWeight),
    filesPiece,
    chancePiece,
    imagesText(experiment, hasTeacher),
    batchesPiece,
    layersPiece,
    hasTeacher ? networkClass("Teacher", networks.teacher) : "",
    hasTeacher ? firstTeacherText(experiment) : "",
    networkClass("Student", networks.student),
    text,
    trainingPiece,
    mainText(experiment, networks, guides, teacherPerSeed),
  ];
  // Two empty lines between definitions, whatever pieces came together.
  return pieces.join("\n").replaceAll(/\n{4,}/g, "\n\n\n");
}

/** Of a teacher that learns another task first. */
function firstTeacherText({ teacher, data }: Experiment): string {
  if (teacher.kind !== "recipe" || !teacher.before) return "";
  return firstTeacherClass(lessonsOf(teacher, data)[0].network);
}

function headText(experiment: Experiment): string {
  const { name, data, method, teacher } = experiment;
  const folder = {
    "fashion-mnist": "the four IDX files of Fashion-MNIST, as they are or as .gz",
    shapes: "training.bin, validation.bin and test.bin, which npm run lab -- export pytorch writes beside it",
    stored: `the files of ${JSON.stringify(data.kind === "stored" ? data.name : "")}: IDX, or CIFAR's binary ones`,
  }[data.kind];
  const weights =
    !needsTeacher(method) || teacher.kind === "recipe"
      ? ""
      : `\nIts teacher is a file: --teacher FILE, ${JSON.stringify(teacher.name)} with SHA-256 ${teacher.sha256}.`;
  return `"""The experiment ${name} of FSP Lab as a PyTorch program. It needs numpy and torch.

    python3 ${pytorchFileName(experiment)} --data DIR

DIR holds ${folder}.${weights}
With the same --seed it begins with the lab's weights and sees the lab's batches; numbers differ by rounding, and by what
rounding grows to in a long run. It writes metrics.csv and safetensors files in the lab's forms, and the lab reads them.
"""

import argparse
import copy
import gzip
import hashlib
import json
import math
import re
import struct
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")`;
}

function settingsText(experiment: Experiment, hasTeacher: boolean, taskWeight: number): string {
  const { name, data, method, batch, augment, task, evaluateEvery, teacher } = experiment;
  const stage = (
    number: Stage,
    schedule: Schedule,
    of: { readonly batch: number; readonly augment: Augment },
    weight: number | null,
    every: number,
    from = 0,
  ) => {
    const { batch: images, augment: changed } = of;
    return pythonLiteral({
      stage: number,
      ...(from > 0 ? { from } : {}),
      ...schedule,
      batch: images,
      augment: changed,
      task_weight: weight,
      evaluate_every: every,
    });
  };
  const own = { batch, augment };
  const stageOne = stageOneOf(method);
  const recipe = hasTeacher && teacher.kind === "recipe" ? teacher : null;
  const lines = [
    `# The experiment as the lab reads it.`,
    `EXPERIMENT = ${JSON.stringify(canonicalJson(experiment))}`,
    `NAME, METHOD = ${pythonLiteral(name)}, ${pythonLiteral(method.kind)}`,
    `DATA = ${pythonLiteral(data)}`,
  ];
  if (recipe) {
    const { before } = recipe;
    const every = ({ iterations }: Schedule) => Math.ceil(iterations / evaluationsPerTeacher);
    if (before) lines.push(`FIRST_DATA = ${pythonLiteral(before.data)}`);
    if (recipe.data) lines.push(`TEACHER_DATA = ${pythonLiteral(recipe.data)}`);
    lines.push(
      `TEACHER_SEED = ${recipe.seed}`,
      "# Stage 0: the teacher learns the task. Rates fall by the factor before the iterations in drops.",
    );
    if (before) {
      const first = stage(0, before.schedule, before, 1, every(before.schedule));
      lines.push(
        "# Ahead of it another; its own iterations are counted from behind that one.",
        `STAGE_0_FIRST = ${first}`,
      );
    }
    const from = before?.schedule.iterations ?? 0;
    lines.push(`STAGE_0 = ${stage(0, recipe.schedule, recipe, 1, every(recipe.schedule), from)}`);
  }
  if (stageOne)
    lines.push("# Stage 1: the student learns from the teacher.", `STAGE_1 = ${stage(1, stageOne, own, null, 1)}`);
  lines.push(
    "# Stage 2: the student learns the task; task_weight is that of the labels' cross-entropy.",
    `STAGE_2 = ${stage(2, task, own, taskWeight, evaluateEvery)}`,
    "",
  );
  return lines.join("\n");
}
