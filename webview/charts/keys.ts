/** What a key does on a chart that has the focus. */
import { lastPlaceOf, nearestPlace, neighbourPlace, type Plot } from "./plot";

export type KeyAction =
  | { readonly kind: "point" | "choose"; readonly place: number | null }
  /** Above 1: nearer. */
  | { readonly kind: "zoom"; readonly factor: number }
  | { readonly kind: "reset" };

export interface KeyPlace {
  /** Whose values are read. */
  readonly shown: number;
  readonly pointed: number | null;
}

/** Null: the key is not the chart's. */
export function keyAction(
  { key, ctrlKey, altKey, metaKey }: KeyboardEvent,
  plot: Plot,
  { shown, pointed }: KeyPlace,
): KeyAction | null {
  // With these the editor zooms itself.
  if (ctrlKey || altKey || metaKey) return null;
  switch (key) {
    case "ArrowLeft":
      return { kind: "point", place: neighbourPlace(plot, shown, -1) };
    case "ArrowRight":
      return { kind: "point", place: neighbourPlace(plot, shown, 1) };
    case "Home":
      return { kind: "point", place: nearestPlace(plot, 0) };
    case "End":
      return { kind: "point", place: lastPlaceOf(plot) };
    case "Enter":
      return { kind: "choose", place: shown };
    case "Escape":
      return pointed === null ? { kind: "choose", place: null } : { kind: "point", place: null };
    case "+":
    case "=":
      return { kind: "zoom", factor: 1.5 };
    case "-":
    case "−":
      return { kind: "zoom", factor: 1 / 1.5 };
    case "0":
      return { kind: "reset" };
    default:
      return null;
  }
}
