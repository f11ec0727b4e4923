/** Own images: where they come from, what was found of them, and what of it to learn from. */
import { useEffect, useRef, type ReactNode } from "react";
import { useMessages } from "../messages/messages.ts";
import { settingIn } from "../setup/problem.ts";
import { FoundSet } from "./found-set.tsx";
import { HubList } from "./hub-sources.tsx";
import { ImageSources } from "./image-sources.tsx";
import { ImportProgressNote } from "./import-progress.tsx";
import { useImports, useImportState } from "./imports-context.ts";
import "./images.css";

export function ImagesDialog(): ReactNode {
  const open = useImportState((state) => state.open);
  return open ? <OpenDialog /> : null;
}

function OpenDialog(): ReactNode {
  const imports = useImports();
  const { images } = useMessages();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="images" aria-label={images.title} onClose={() => imports.close()}>
      <div className="images-head">
        <h2>{images.title}</h2>
        <button type="button" onClick={() => dialog.current?.close()}>
          {images.close}
        </button>
      </div>
      <div className="images-body">
        <CurrentTask />
      </div>
    </dialog>
  );
}

function CurrentTask(): ReactNode {
  const imports = useImports();
  const { images, problems, exports: words } = useMessages();
  const task = useImportState((state) => state.task);
  switch (task.status) {
    case "none":
      return <ImageSources />;
    case "working":
      return <ImportProgressNote name={task.name} progress={task.progress} />;
    case "listed":
      return <HubList id={task.id} sets={task.sets} />;
    case "found":
      return <FoundSet key={task.found.outline.sha256} found={task.found} />;
    case "bundle":
      return <output>{words.bundleKept(task.name, task.runs)}</output>;
    case "refused":
      return (
        <div role="alert">
          <p className="images-refused">{problems.sentence(task.problem, settingIn(task.problem))}</p>
          <button type="button" onClick={() => imports.cancel()}>
            {images.back}
          </button>
        </div>
      );
    default:
      return task satisfies never;
  }
}
