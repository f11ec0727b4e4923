import { useRef, type ReactNode } from "react";

interface FileButtonProps {
  /** File endings and media types, as the browser's picker takes them. */
  readonly accept: string;
  readonly onFile: (file: File) => void;
  readonly children: string;
}

/** A button that asks for one file. */
export function FileButton({ accept, onFile, children }: FileButtonProps): ReactNode {
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
        accept={accept}
        aria-label={children}
        onChange={({ target }) => {
          const file = target.files?.[0];
          // The same file may be chosen again.
          target.value = "";
          if (file) onFile(file);
        }}
      />
    </>
  );
}
