import { expect, test } from "vitest";
import { formatsFor } from "./format.ts";

test.each([
  [0, "1 sec", "1秒"],
  [99, "99 sec", "99秒"],
  [100, "2 min", "2分钟"],
  [99 * 3600, "99 hr", "99小时"],
  [100 * 3600, "4 days", "4天"],
  [999 * 86_400, "999 days", "999天"],
  [4096 * 365 * 86_400, "4,096 yrs", "4,096年"],
])("%i seconds are said in a unit that a person can picture", (seconds, english, chinese) => {
  expect([formatsFor("en").duration(seconds), formatsFor("zh").duration(seconds)]).toEqual([english, chinese]);
});
