/** What the editor does for its pages and a browser leaves to them: keeping a file, and filling the clipboard. */

export function saveFile(fileName: string, contents: Uint8Array): void {
  const address = URL.createObjectURL(new Blob([Uint8Array.from(contents)]));
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  link.click();
  // The browser has to get hold of it first.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Browsers that keep their clipboard from pages on disk still let them copy what is selected. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copySelected(text);
  }
}

function copySelected(text: string): void {
  const focused = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.readOnly = true;
  document.body.append(field);
  field.select();
  // Deprecated, and the only way there is without the clipboard.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  document.execCommand("copy");
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
}
