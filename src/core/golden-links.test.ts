/** Links and hashes of version 1 as they were first made: whatever the schema grows, they stay what they are. */
import { expect, test } from "vitest";
import { hashOf } from "./canonical.ts";
import { allExtras } from "../testing/link-extras.ts";
import { toDocument } from "./document.ts";
import { documentOf, linkIn, linkOf, noExtras } from "./link.ts";
import { presets } from "./presets.ts";

const golden = [
  {
    name: "smoke",
    hash: "d7de00637a459fdf0ddab0fda3bdd5413fabb177ebbc945c7bc382d83cd90b2a",
    link: "x1.eJyNkMFqxDAMRP9lzqI4u0kOuvcrSg9qrG5MEnuxlSxl8b8Xlx7KUkpvktC8GekO2S-bRgPfMeV0Bb_LWrQS3sSmGdyNBC8mbcG0GHhwjmBZQgzxAu5c6w9ZgxcLKYJPzlWCHrLuYvp8aP5oQ8KmNiffSGWa1e-rttrndC3gl26g0_mVEEzzF6mAz65WQpRNwShbWhSEYrv_jnwL3mZwXwkmZfmJO3fUjw-40RGymILdkxuaSGWaNTfdfx4R1W4pLw_Ovx3Tu7-ta_0EUAd69Q",
  },
  {
    name: "first-look",
    hash: "02b4b43b751ed0b679f07ab926f1c12fe9153c314f816c3f7893bba39ae68acc",
    link: "x1.eJyVUctuwyAQ_Jc9Y8nGNna49yuqHNawjlEIUCBJK4t_r2jUppceetydh2Znd6D3QNFcyOUE8nUHvJ7qAHIHFX0AuaJNVBhozFi3N7RGYzbegRzbtjCgG9orZnq5UfwAyVsGDi8EEtYUgEEmVBvFKj4bp0FC2kwIpOFJxLQZ75pIyVHuhuY-V5Dy3cdzFWoKeQPZDezb40EFBnejKzQXBmlDPgqQMHSLXvtxmYRQWsyciKuJJjGuuqfuME7zoGkSSoiZj7i27aBEp9rl0C89KSQohe1wobx5_Su3846g_KQOFo1r6O2KtkkZT9Rw-K8u-4y2loTpcWj0oX6CC876mR8ZmEzxq-_0KLwcWXVwlb1gImvcX2Ge_ZqYcmO9P0MpnwvHoq8",
  },
] as const;

test.each(golden)("the link of $name opens the same experiment with the same hash", async ({ name, hash, link }) => {
  const document = await documentOf(link);
  expect(document).toEqual(presets.get(name));
  expect(await hashOf(document)).toBe(hash);
  expect(await hashOf(toDocument(structuredClone(document)))).toBe(hash);
  expect(await linkOf(document)).toBe(link);
});

const smokeHash = "d7de00637a459fdf0ddab0fda3bdd5413fabb177ebbc945c7bc382d83cd90b2a";
const smokeLink =
  "x1.eJyNkMFqxDAMRP9lzqI4u0kOuvcrSg9qrG5MEnuxlSxl8b8Xlx7KUkpvktC8GekO2S-bRgPfMeV0Bb_LWrQS3sSmGdyNBC8mbcG0GHhwjmBZQgzxAu5c6w9ZgxcLKYJPzlWCHrLuYvp8aP5oQ8KmNiffSGWa1e-rttrndC3gl26g0_mVEEzzF6mAz65WQpRNwShbWhSEYrv_jnwL3mZwXwkmZfmJO3fUjw-40RGymILdkxuaSGWaNTfdfx4R1W4pLw_Ovx3Tu7-ta_0EUAd69Q";
const expected =
  "expect=1.eJxtzVGOwiAURuG9_M-EALZa71bMPNyWi6KIDeB0kqZ7n5h5mRgXcL6zQvJ3LI98l9xAK9jz3KSA8jMlhZGnm2QPwsL1DgXJ55gFhMC1QSHxCILRVhso1EdoCxcBBU5VFFq4VhA67Zw22BSK1GdqFXRaIT-zlPh3RqjzCxDxIKvQpDaQ0UPneoVF4vnyqmCs23X9_jAceZy8BGzqDZoTx_yRsv-hIH4a-Tgc9n23c9Zg-9p-AaKuU_4";

/** With what may travel beside an experiment. */
test.each([
  ["a view and a result", `&panel=features&pair=section2&iteration=120&theme=dark&${expected}`, allExtras],
  ["a view", "&panel=confusion&iteration=0", { ...noExtras, view: { panel: "confusion", iteration: 0 } }],
  ["a result", `&${expected}`, { ...noExtras, expectation: allExtras.expectation }],
] as const)("a link with %s opens the same for ever", async (_what, behind, extras) => {
  const { document, ...found } = await linkIn(smokeLink + behind);
  expect(await hashOf(document)).toBe(smokeHash);
  expect(found).toEqual(extras);
  expect(await linkOf(document, extras)).toBe(smokeLink + behind);
});
