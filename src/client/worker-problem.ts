/** What the browser leaves unsaid of a worker that cannot go on. */
import type { Problem } from "../core/problem.ts";

/** A script that did not come is told of without a word. */
export const scriptMissing: Problem = { code: "part-unread", path: null };

/** It said what no worker of this lab says, or nothing that can be read. */
export const misunderstood: Problem = { code: "worker", fault: "unread" };
