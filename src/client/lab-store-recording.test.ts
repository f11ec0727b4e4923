/** The recorded run, and what it gives way to. */
import { expect, test } from "vitest";
import { labWithWorker, recording } from "../testing/lab-with-worker.ts";

test("the recorded run shows until Train takes over, and never over a run", () => {
  const { lab, state, workers } = labWithWorker();
  lab.choosePreset("first-look");
  lab.recordings.take(recording, { play: false });
  expect(state()).toMatchObject({
    run: { status: "recorded", playing: false },
    recorded: { environment: { backend: "wasm" } },
  });
  expect(Object.keys(state().views)).toEqual(["fsp 1"]);
  lab.train();
  expect(state()).toMatchObject({ run: { status: "loading" }, views: {} });
  lab.recordings.playAgain();
  expect(state().run.status).toBe("loading");
  expect(workers).toHaveLength(1);
});

test("the recorded run plays again only beside the set-up that it is of", () => {
  const { lab, state } = labWithWorker();
  lab.choosePreset("first-look");
  lab.recordings.take(recording, { play: false });
  lab.reset();
  lab.change({ lambda: 2 });
  lab.recordings.playAgain();
  expect(state().run.status).toBe("idle");
  lab.undoChanges();
  lab.recordings.playAgain();
  expect(state().run).toEqual({ status: "recorded", playing: true });
});

test("a recorded run that is read late does not disturb what was begun meanwhile", () => {
  const { lab, state } = labWithWorker();
  lab.recordings.take(recording, { play: true });
  expect(state().run.status).toBe("idle");
});
