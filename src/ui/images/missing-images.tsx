/** Says which images a set-up learns from that are not in this browser, and takes them. */
import { useEffect, type ReactNode } from "react";
import { missingSets, storedSets } from "../../client/imports.ts";
import { bytesOf, hubHost, orderNamed } from "../../core/hub.ts";
import { useLabState } from "../lab-context.ts";
import { useMessages } from "../messages/messages.ts";
import { useImports, useImportState } from "./imports-context.ts";

export function MissingImages(): ReactNode {
  const imports = useImports();
  const { images } = useMessages();
  const plan = useLabState((state) => state.plan);
  const kept = useImportState((state) => state.kept);
  const asksForSome = storedSets(plan).length > 0;
  useEffect(() => {
    if (asksForSome) void imports.look();
  }, [asksForSome, imports]);
  const missing = missingSets(plan, kept);
  if (missing.length === 0) return null;
  return (
    <section className="images-missing" aria-label={images.missingTitle}>
      {missing.map(({ name, sha256 }) => (
        <p key={sha256}>{images.missing(name, sha256.slice(0, 8))}</p>
      ))}
      <span className="images-buttons">
        <button type="button" onClick={() => imports.open()}>
          {images.give}
        </button>
        {missing.map(({ name, sha256 }) => (
          <FetchMissing key={sha256} name={name} />
        ))}
      </span>
    </section>
  );
}

/** Where the hub has a set of this name: whether it is the very one, its hash says when it came. */
function FetchMissing({ name }: { readonly name: string }): ReactNode {
  const imports = useImports();
  const { images } = useMessages();
  const order = orderNamed(name);
  if (!order) return null;
  const { set, first } = order;
  const fetch = () => {
    imports.open();
    imports.fetch(order);
  };
  return (
    <button type="button" onClick={fetch}>
      {first === null ? images.fetch(hubHost, bytesOf(set)) : images.fetchFirst(hubHost, bytesOf(set), first)}
    </button>
  );
}
