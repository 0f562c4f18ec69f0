/** After a dialog: puts the focus on the page's content where the button that opened the dialog is gone. */
export function keepFocus(): void {
  setTimeout(() => {
    if (document.activeElement === document.body) document.getElementById('main')?.focus({ preventScroll: true });
  }, 50);
}
