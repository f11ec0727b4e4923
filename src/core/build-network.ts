/** From an experiment's words to its network graphs. */
import type { Data, Experiment, NetworkSpec } from "./experiment.ts";
import { customNetwork } from "./families/custom.ts";
import { mobilenet } from "./families/mobilenet.ts";
import { plainCnn } from "./families/plain.ts";
import { preactResnet, wideResnet } from "./families/preactivation.ts";
import { resnet } from "./families/resnet.ts";
import { vgg } from "./families/vgg.ts";
import type { Network } from "./network.ts";
import { classCountOf } from "./set-classes.ts";

/** Of the images as networks see them. Both embedded sets are 32x32; Fashion-MNIST is grey and padded from 28x28. */
export function imageSizeOf(data: Data): readonly [height: number, width: number, channels: number] {
  switch (data.kind) {
    case "fashion-mnist":
      return [32, 32, data.channels ?? 1];
    case "shapes":
      return [32, 32, 3];
    case "stored":
      return [data.side, data.side, data.channels];
    default:
      return data satisfies never;
  }
}

/** By their words, for which many ask: a network with all blocks that it may have takes 10 ms to build. */
const built = new WeakMap<NetworkSpec, Map<string, Network>>();

export function networkFor(spec: NetworkSpec, imageSize: readonly [number, number, number], classes: number): Network {
  const known = built.get(spec) ?? new Map<string, Network>();
  built.set(spec, known);
  const key = [...imageSize, classes].join();
  const network = known.get(key) ?? newNetwork(spec, imageSize, classes);
  known.set(key, network);
  return network;
}

function newNetwork(spec: NetworkSpec, imageSize: readonly [number, number, number], classes: number): Network {
  switch (spec.kind) {
    case "resnet":
      return resnet(imageSize, spec.depth, spec.width, classes);
    case "preact-resnet":
      return preactResnet(imageSize, spec.depth, spec.width, classes);
    case "wide-resnet":
      return wideResnet(imageSize, spec.depth, spec.width, spec.dropout, classes);
    case "vgg":
      return vgg(imageSize, spec.depth, spec.width, spec.dropout, classes);
    case "plain":
      return plainCnn(imageSize, spec.depth, spec.width, classes);
    case "mobilenet":
      return mobilenet(imageSize, spec.depth, spec.width, classes);
    case "custom":
      return customNetwork(imageSize, spec, classes);
    default:
      return spec satisfies never;
  }
}

export function studentNetwork(experiment: Experiment): Network {
  return networkFor(experiment.student, imageSizeOf(experiment.data), classCountOf(experiment.data));
}

/** The teacher's own data decide its classes; a shipped teacher was trained on the student's set. */
export function teacherNetwork(experiment: Experiment): Network {
  const { teacher } = experiment;
  const data = (teacher.kind === "recipe" && teacher.data) || experiment.data;
  return networkFor(teacher.network, imageSizeOf(data), classCountOf(data));
}
