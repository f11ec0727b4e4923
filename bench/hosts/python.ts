/** PyTorch in a Python process of its own. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { ancestorsOf, parametersOf } from "../../src/core/network.ts";
import { tapsOf } from "../../src/core/pairs.ts";
import type { Work } from "../cases.ts";
import program from "../engines/pytorch.py?raw";
import type { Model } from "../inputs.ts";
import {
  floatImagesOf,
  fspSettings,
  imagesOf,
  matchesWith,
  size,
  studentOf,
  taskSettings,
  teacher,
} from "../inputs.ts";
import type { Answer, Request } from "../protocol.ts";
import type { Remote } from "../remote.ts";
import { opened, Questions } from "../remote.ts";

/** Tried in this order: the first that can import torch. */
const pythons = ["python3", "/usr/bin/python3"];

export async function openPytorch(backend: string): Promise<Remote | string> {
  const reasons: string[] = [];
  for (const python of pythons) {
    const remote = await opened("pytorch", backend, linkTo(python));
    if (typeof remote !== "string") return remote;
    reasons.push(`${python}: ${remote}`);
  }
  return reasons.join("; ");
}

function linkTo(python: string) {
  const questions = new Questions();
  const child = spawn(python, ["-c", program], { stdio: ["pipe", "pipe", "pipe"] });
  let lastWords = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (lastWords = (lastWords + text).slice(-500)));
  // A process that ended says why below.
  child.stdin.on("error", () => {});
  createInterface({ input: child.stdout }).on("line", (line) => {
    // oxlint-disable-next-line no-unsafe-type-assertion -- the program prints nothing else
    questions.answer(JSON.parse(line) as Answer);
  });
  child.on("error", (error) => questions.end(error.message));
  child.on("exit", (code) => questions.end(lastWords.trim().split("\n").at(-1) || `Python ended with ${code}`));
  return {
    ask: (request: Request) => questions.put(() => child.stdin.write(`${JSON.stringify(spelledOut(request))}\n`)),
    close: () => void child.kill("SIGKILL"),
  };
}

/** Python makes neither networks nor weights: they travel with the request. */
function spelledOut(request: Request): object {
  return request.type === "prepare" ? { ...request, given: givenFor(request.work) } : request;
}

function givenFor(work: Work): object {
  if (work.kind !== "step") return work;
  const student = studentOf(work.depth);
  const images = [base64(floatImagesOf(work.batch)), [work.batch, ...size]];
  if (work.stage === "stage2") {
    const wanted = [student.network.output];
    const labels = [...imagesOf(work.batch).labels];
    return { ...work, settings: taskSettings, images, labels, wanted, student: modelFor(student, wanted) };
  }
  const matches = matchesWith(student.network);
  const [pairs, teacherPairs] = [matches.map((match) => match.student), matches.map((match) => match.teacher)];
  const [wanted, teacherWanted] = [tapsOf(pairs), tapsOf(teacherPairs)];
  return {
    ...work,
    settings: fspSettings,
    images,
    pairs,
    wanted,
    teacherPairs,
    teacherWanted,
    student: modelFor(student, wanted),
    teacher: modelFor(teacher(), teacherWanted),
  };
}

function modelFor({ network, weights }: Model, wanted: readonly string[]): object {
  const reached = ancestorsOf(network, wanted);
  const sent = parametersOf(network).filter(({ node }) => reached.has(node));
  return {
    network,
    weights: Object.fromEntries(sent.map(({ name, shape }) => [name, [shape, base64(weights.get(name)!)]])),
  };
}

function base64({ buffer, byteOffset, byteLength }: Float32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
}
