import { useId, type ReactNode } from "react";

interface RegionProps {
  readonly name: string;
  readonly title: string;
  /** For a view whose own parts say what it is. */
  readonly hidesTitle?: boolean;
  /** What stands in the title's place. */
  readonly tabs?: ReactNode;
  /** Said behind the title. */
  readonly note?: ReactNode;
  /** What stands at the end of the title's line. */
  readonly end?: ReactNode;
  readonly children: ReactNode;
}

export function Region({ name, title, hidesTitle = false, tabs, note, end, children }: RegionProps): ReactNode {
  const id = useId();
  return (
    <section className={`region region-${name}`} aria-labelledby={id}>
      <div className={hidesTitle && !tabs ? "visually-hidden" : "region-head"}>
        <h2 id={id} className={hidesTitle ? "visually-hidden" : undefined}>
          {title}
        </h2>
        {tabs}
        {note && <div className="region-note">{note}</div>}
        {end}
      </div>
      <div className="region-body">{children}</div>
    </section>
  );
}
