/** A button that opens a dialog over the page; its contents are there only while it is open. */
import { useEffect, useRef, useState, type ReactNode } from "react";
import "./dialog-button.css";

interface DialogButtonProps {
  /** On the button. */
  readonly label: string;
  readonly title: string;
  readonly closeLabel: string;
  /** Of the dialog. */
  readonly className: string;
  /** Without a border, as in the header. */
  readonly quiet?: boolean;
  readonly onOpen?: () => void;
  readonly children: (close: () => void) => ReactNode;
}

export function DialogButton(props: DialogButtonProps): ReactNode {
  const { label, title, closeLabel, className, quiet = false, onOpen, children } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (open) dialog.current?.showModal();
  }, [open]);
  const close = () => dialog.current?.close();
  return (
    <>
      <button
        type="button"
        className={quiet ? "quiet" : undefined}
        aria-haspopup="dialog"
        onClick={() => {
          setOpen(true);
          onOpen?.();
        }}
      >
        {label}
      </button>
      {open && (
        <dialog
          ref={dialog}
          className={className}
          aria-label={title}
          // React hands on the close of a dialog that stands within this one.
          onClose={({ target, currentTarget }) => target === currentTarget && setOpen(false)}
        >
          <div className="dialog-head">
            <h2>{title}</h2>
            <button type="button" onClick={close}>
              {closeLabel}
            </button>
          </div>
          <Contents render={children} onDone={close} />
        </dialog>
      )}
    </>
  );
}

interface ContentsProps {
  readonly render: DialogButtonProps["children"];
  readonly onDone: () => void;
}

function Contents({ render, onDone }: ContentsProps): ReactNode {
  return render(onDone);
}
