import { Component, type ReactNode } from "react";
import { useMessages } from "../messages/messages.ts";

interface Props {
  readonly children: ReactNode;
}

/** Where drawing the page has failed: a sentence and a way on in place of an empty page. React tells the console of the error. */
export class Boundary extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <Fallen /> : this.props.children;
  }
}

function Fallen(): ReactNode {
  const { app } = useMessages();
  return (
    <main className="fallen" role="alert">
      <h1>{app.title}</h1>
      <p>{app.fallen}</p>
      <button type="button" onClick={() => location.reload()}>
        {app.reload}
      </button>
    </main>
  );
}
