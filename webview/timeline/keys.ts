/** Which key moves the timeline, and when it is its to take: never from what has a use for it itself. */

export type Move =
  { readonly kind: "rows"; readonly count: number } | { readonly kind: "first" | "newest" | "play" };

/** How far the timeline's keys reach from where they are pressed. */
type Reach = "all" | "beside" | "page" | "none";

/** Recorded steps at once, with Shift or by the page. */
const many = 10;

/** @param slider the timeline's own; there all keys are its */
export function moveOf(event: KeyboardEvent, slider: Element | null): Move | null {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return null;
  const reach = reachOf(event.composedPath(), slider);
  const { key, shiftKey } = event;
  if (reach === "none") return null;
  switch (key) {
    case "ArrowLeft":
    case "ArrowRight":
      return { kind: "rows", count: (key === "ArrowLeft" ? -1 : 1) * (shiftKey ? many : 1) };
    case "Home":
      return { kind: "first" };
    case "End":
      return { kind: "newest" };
    case "Escape":
      return reach === "beside" ? null : { kind: "newest" };
    case " ":
      // A button is pressed by it.
      return reach === "beside" || event.repeat ? null : { kind: "play" };
    case "PageUp":
    case "PageDown":
      // Elsewhere they scroll the page.
      return reach === "all" ? { kind: "rows", count: key === "PageUp" ? many : -many } : null;
    default:
      return null;
  }
}

/** What uses these keys for itself. Whatever else can be focused is taken for such a thing too. */
const ownUse = "input, textarea, select, [contenteditable], vscode-dropdown, [role]:not([role=button])";
const pressed = "button, vscode-button, a[href], summary, [role=button]";

function reachOf(path: readonly EventTarget[], slider: Element | null): Reach {
  if (slider && path.includes(slider)) return "all";
  const [target] = path;
  if (!(target instanceof Element) || target === document.body || target === document.documentElement)
    return "page";
  if (target.matches(ownUse) || path.some((one) => one instanceof Element && one.matches("vscode-dropdown")))
    return "none";
  return path.some((one) => one instanceof Element && one.matches(pressed)) ? "beside" : "none";
}
