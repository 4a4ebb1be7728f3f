/**
 * Colours of numbers. Shares take seaborn's map "mako", perceptually uniform and readable with any colour vision;
 * differences go from blue over nothing to orange, which people with any colour vision tell apart. Both run away from
 * the background, so that nothing looks like nothing.
 */
import { contrast } from "./palette";

/** Evenly spaced, dark to light. */
const shares = [
  ...["#0b0405", "#1c101c", "#2b1c35", "#37284f", "#3e356b", "#414387", "#3b5698", "#36699f", "#357ba3"],
  ...["#348ca7", "#359eaa", "#3bafad", "#49c1ad", "#68d1ad", "#96ddb5", "#bee8ca", "#def5e5"],
];

/** Evenly spaced, from −1 over 0 in the middle to 1. */
const differences = {
  light: ["#0a3a66", "#1f6aa5", "#6fa8d6", "#c3dcf0", "#f6f6f6", "#f8d9b5", "#e69f4c", "#b86100", "#6b3300"],
  dark: ["#cfe9ff", "#7cc2f5", "#3b87c0", "#1f4a6d", "#222224", "#5e3b14", "#ad6a15", "#eea13c", "#ffe0b5"],
} as const;

/** @param value in 0..1 @returns `#rrggbb` */
export function heatColour(value: number, background: "light" | "dark"): string {
  const share = Math.min(1, Math.max(0, value));
  // The darkest shades are darker than the background of dark themes.
  return at(shares, background === "light" ? 1 - 0.94 * share : 0.14 + 0.8 * share);
}

/** @param value in −1..1, blue where negative @returns `#rrggbb` */
export function differenceColour(value: number, background: "light" | "dark"): string {
  return at(differences[background], (1 + Math.min(1, Math.max(-1, value))) / 2);
}

export type HeatScale = "share" | "difference";

/** Colours of a scale's whole range in 256 equal parts, as ImageData holds pixels: opaque RGBA in a word each. */
export function heatTable(scale: HeatScale, background: "light" | "dark"): Uint32Array {
  const key = `${scale} ${background}`;
  const before = tables.get(key);
  if (before) return before;
  const bytes = new Uint8ClampedArray(4 * 256);
  for (let index = 0; index < 256; index++) {
    const part = index / 255;
    const colour =
      scale === "share" ? heatColour(part, background) : differenceColour(2 * part - 1, background);
    bytes.set([...channels(colour), 255], 4 * index);
  }
  const table = new Uint32Array(bytes.buffer);
  tables.set(key, table);
  return table;
}

/** Black or white, whichever reads better on it. */
export function inkOn(colour: string): string {
  return contrast(colour, "#000000") > contrast(colour, "#ffffff") ? "#000000" : "#ffffff";
}

const tables = new Map<string, Uint32Array>();

/** @param place 0..1, from the first anchor to the last */
function at(anchors: readonly string[], place: number): string {
  const exact = place * (anchors.length - 1);
  const below = Math.min(anchors.length - 2, Math.floor(exact));
  const [start, end] = [channels(anchors[below]), channels(anchors[below + 1])];
  const mixed = start.map((channel, index) =>
    Math.round(channel + (exact - below) * (end[index] - channel))
      .toString(16)
      .padStart(2, "0"),
  );
  return `#${mixed.join("")}`;
}

/** Red, green, blue of `#rrggbb`, 0..255. */
function channels(colour: string): number[] {
  return [1, 3, 5].map((from) => parseInt(colour.slice(from, from + 2), 16));
}
