/** Closes the dialogs that stand over the page: what somebody gave is shown behind them. */
export function uncover(): void {
  for (const dialog of document.querySelectorAll<HTMLDialogElement>("dialog:modal")) dialog.close();
}
