/** As little as a network can be trained on with every kind of layer: images, a teacher, its pairs. */
import { resnet } from "../core/families/resnet.ts";
import { matchingOf } from "../core/matching.ts";
import type { TrainedTeacher } from "../engine/trained-teacher.ts";
import { initialWeights } from "../models/weights.ts";
import { noise } from "./numbers.ts";

export const network = resnet([8, 8, 3], 8, 4, 10);
export const statistics = { mean: [0.4, 0.5, 0.6], deviation: [0.2, 0.3, 0.25] };

const count = 20;
export const images = {
  pixels: Uint8Array.from(noise(count * 192), (value) => Math.floor((value + 1) * 127.9)),
  labels: Uint8Array.from({ length: count }, (_, i) => i % 10),
};

const teacherNetwork = resnet([8, 8, 3], 14, 4, 10);
export const teacher: TrainedTeacher = {
  network: teacherNetwork,
  weights: initialWeights(teacherNetwork, "teacher", 2),
  statistics: { mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25] },
  scores: { validation: 0, test: 0 },
  weightsHash: "",
  iterations: 0,
  origin: null,
  reports: [],
};

export const { matches } = matchingOf(teacher.network, network, "section-input");
export const settings = { rate: 0.02, momentum: 0.9, decay: 0.001 };
