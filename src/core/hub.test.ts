import { expect, test } from "vitest";
import { hubId, hubName, orderNamed, readySets, setsListed } from "./hub.ts";

test.each([
  ["ylecun/mnist", "ylecun/mnist"],
  [" mnist ", "mnist"],
  ["https://huggingface.co/datasets/uoft-cs/cifar10/", "uoft-cs/cifar10"],
  ["https://huggingface.co/datasets/uoft-cs/cifar10/viewer/plain_text/test?row=3", "uoft-cs/cifar10"],
  ["https://huggingface.co/datasets/mnist/tree/main", "mnist"],
  ["https://huggingface.co/datasets/ylecun/mnist?library=datasets", "ylecun/mnist"],
  ["https://huggingface.co/datasets/a/b/c", null],
  ["a/viewer", "a/viewer"],
  ["https://elsewhere.example/datasets/a/b", null],
  ["../../etc/passwd", null],
  ["a/b/c", null],
  ["a b/c", null],
  ["", null],
])("%j is the id %j", (text, id) => expect(hubId(text)).toBe(id));

test("a set is named as people know it, with how much of it was taken", () => {
  const cifar = readySets.get("CIFAR-10")!;
  expect(hubName({ set: cifar, first: null })).toBe("CIFAR-10");
  expect(hubName({ set: cifar, first: 500 })).toBe("CIFAR-10, first 500");
  expect(hubName({ set: { id: "me/own", config: "small", files: [] }, first: null })).toBe("me own small");
});

test("the name of a set leads back to its order", () => {
  const set = readySets.get("MNIST")!;
  for (const first of [null, 40]) expect(orderNamed(hubName({ set, first }))).toEqual({ set, first });
  for (const name of ["mnist.zip", "MNIST, first", "MNIST, first x", "constructor"])
    expect(orderNamed(name)).toBeNull();
});

const file = (url: string, split = "train") => ({
  dataset: "a/b",
  config: "c",
  split,
  url,
  filename: "0.parquet",
  size: 9,
});
const address = "https://huggingface.co/datasets/a/b/resolve/main/c/0.parquet";

test("files of other hosts, other splits and other places are passed over", () => {
  const answer = {
    parquet_files: [
      file(address),
      file(address, "unlabelled"),
      file(address, "__proto__"),
      file("https://elsewhere.example/datasets/a/b/0.parquet"),
      file("http://huggingface.co/datasets/a/b/0.parquet"),
      file("https://huggingface.co/datasets/../api/whoami"),
      file("https://huggingface.co@elsewhere.example/datasets/x"),
      file("javascript:alert(1)"),
    ],
  };
  expect(setsListed("a/b", answer)).toEqual([
    {
      id: "a/b",
      config: "c",
      files: [{ split: "training", path: "/datasets/a/b/resolve/main/c/0.parquet", bytes: 9 }],
    },
  ]);
});

test.each([[null], [{}], [{ parquet_files: "all" }], [{ parquet_files: [{ url: 1 }] }]])(
  "an answer of another form, %j, is refused",
  (answer) => expect(() => setsListed("a/b", answer)).toThrow("answered something"),
);

test("a set without images is refused", () => {
  expect(() => setsListed("a/b", { parquet_files: [] })).toThrow("lists no Parquet files");
});
