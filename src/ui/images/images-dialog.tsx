/** What was given to the page. Own images: where they come from, what was found of them, and what of it to learn from. */
import { useEffect, useRef, type ReactNode } from "react";
import type { ImportTask } from "../../client/imports.ts";
import type { Problem } from "../../core/problem.ts";
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
  const isOfLab = useImportState(({ task }) => isOfLabFile(task));
  const title = isOfLab ? images.labFiles : images.title;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="images" aria-label={title} onClose={() => imports.close()}>
      <div className="images-head">
        <h2>{title}</h2>
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

const ofImages: readonly Problem["code"][] = [
  "data-file",
  "data-missing",
  "hub",
  "file-unread",
  "part-unread",
  "insecure",
];

/** Whether it is about a file of the lab's own: a set-up, runs, a teacher. */
function isOfLabFile(task: ImportTask): boolean {
  return task.status === "taken" || (task.status === "refused" && !ofImages.includes(task.problem.code));
}

function CurrentTask(): ReactNode {
  const imports = useImports();
  const { images, problems } = useMessages();
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
    case "taken":
      return <output>{images.taken[task.kind](task.name, task.count)}</output>;
    case "refused":
      return (
        <div role="alert">
          <p className="images-refused">{problems.sentence(task.problem, settingIn(task.problem))}</p>
          {!isOfLabFile(task) && (
            <button type="button" onClick={() => imports.cancel()}>
              {images.back}
            </button>
          )}
        </div>
      );
    default:
      return task satisfies never;
  }
}
