import { useRef, type ReactNode } from "react";
import { picked } from "../../client/dropped-files.ts";
import { useImports } from "../images/imports-context.ts";

/** What the lab writes and reads again. */
const labFileEndings = ".json,.gz,.zip,.safetensors,application/json";

/** A button that asks for files of the lab. Whatever is chosen gets where it belongs, as what is dropped does. */
export function FileButton({ children }: { readonly children: string }): ReactNode {
  const imports = useImports();
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" onClick={() => field.current?.click()}>
        {children}
      </button>
      <input
        ref={field}
        type="file"
        hidden
        multiple
        accept={labFileEndings}
        aria-label={children}
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          // The same file may be chosen again.
          target.value = "";
          if (files.length > 0) void imports.give(Promise.resolve(picked(files)));
        }}
      />
    </>
  );
}
