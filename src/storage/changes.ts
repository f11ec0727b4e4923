const channelName = "fsp-lab.changes";

export interface Changes {
  /** Tells every tab, this one too. */
  readonly tell: () => void;
  readonly close: () => void;
}

/** Calls back when something that is kept has changed, here or in another tab. */
export function openChanges(onChange: () => void): Changes {
  if ((globalThis as { readonly BroadcastChannel?: unknown }).BroadcastChannel === undefined)
    return { tell: onChange, close: () => {} };
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = () => onChange();
  return {
    tell: () => {
      channel.postMessage(null);
      onChange();
    },
    close: () => channel.close(),
  };
}
