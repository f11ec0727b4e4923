import type { ReactNode } from "react";
import type { ImportTask } from "../../client/imports.ts";
import { useMessages } from "../messages/messages.ts";
import { useImports } from "./imports-context.ts";

type Working = Extract<ImportTask, { status: "working" }>;

/** How far the reading has come, and the way to end it. */
export function ImportProgressNote({ name, progress }: Omit<Working, "status">): ReactNode {
  const imports = useImports();
  const { images } = useMessages();
  const known = progress !== null && progress.done !== null && progress.total !== null && progress.total > 0;
  return (
    <div className="images-working">
      <p>
        {images.doing[progress?.what ?? "reading"](progress?.file || name)}
        {progress?.bytes !== null && progress !== null && ` (${images.fetched(progress.bytes)})`}
      </p>
      {known ? (
        <progress aria-label={images.progress} value={progress.done ?? 0} max={progress.total ?? 1} />
      ) : (
        <progress aria-label={images.progress} />
      )}
      <button type="button" onClick={() => imports.cancel()}>
        {images.cancel}
      </button>
    </div>
  );
}
