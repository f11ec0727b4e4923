import { expect, test } from "vitest";
import { BrowserStorage, type BrowserStorageParts } from "./browser-storage.ts";

/** A browser that keeps the lab's data only when it is asked to, and then says `answer`. */
function storageIn(answer: boolean | Error, parts: Partial<BrowserStorageParts> = {}) {
  const log: string[] = [];
  let [isLasting, wasAsked] = [false, false];
  const storage = new BrowserStorage({
    manager: {
      persisted: () => Promise.resolve(isLasting),
      persist: () => {
        log.push("asked");
        if (answer instanceof Error) return Promise.reject(answer);
        isLasting = answer;
        return Promise.resolve(answer);
      },
    },
    wasAsked: () => wasAsked,
    noteAsked: () => {
      wasAsked = true;
    },
    forgets: [],
    reload: () => log.push("reloaded"),
    ...parts,
  });
  return { storage, log, lasting: () => storage.store.getState().lasting };
}

test.each([
  [true, "lasting"],
  [false, "passing"],
  [new Error("no answer"), "passing"],
] as const)("the browser is asked once, when something is worth it, and answers %s: %s", async (answer, lasting) => {
  const { storage, log, lasting: said } = storageIn(answer);
  await storage.look();
  expect([said(), log]).toEqual(["passing", []]);
  await storage.hasWorth();
  await storage.hasWorth();
  expect([said(), log]).toEqual([lasting, ["asked"]]);
});

test("a browser that was asked on an earlier visit, or keeps it already, is not asked again but by a person", async () => {
  const before = storageIn(true, { wasAsked: () => true });
  await before.storage.hasWorth();
  expect([before.lasting(), before.log]).toEqual(["passing", []]);
  await before.storage.ask();
  expect([before.lasting(), before.log]).toEqual(["lasting", ["asked"]]);

  const manager = { persisted: () => Promise.resolve(true), persist: () => Promise.reject(new Error("asked")) };
  const lasting = storageIn(true, { manager });
  await lasting.storage.hasWorth();
  expect(lasting.lasting()).toBe("lasting");
});

test("over plain http there is nobody to ask", async () => {
  const { storage, lasting } = storageIn(true, { manager: null });
  await storage.hasWorth();
  expect(lasting()).toBe("impossible");
});

test("all parts are deleted before the page begins anew; where one cannot be, that is said", async () => {
  const parts: string[] = [];
  const forget = (name: string) => () => Promise.resolve(parts.push(name));
  const whole = storageIn(true, { forgets: [forget("database"), forget("caches")] });
  await whole.storage.forgetAll();
  expect([parts, whole.log]).toEqual([["database", "caches"], ["reloaded"]]);

  const broken = storageIn(true, { forgets: [() => Promise.reject(new Error("a newer lab's database"))] });
  await broken.storage.forgetAll();
  expect([broken.storage.store.getState().forgetting, broken.log]).toEqual(["failed", []]);
});
