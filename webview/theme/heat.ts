/**
 * The colour of a share: seaborn's map "mako", perceptually uniform and readable with any colour vision. It runs away
 * from the background, so that nothing looks like nothing.
 */
import { contrast } from "./palette";

/** Evenly spaced, dark to light. */
const anchors = [
  ...["#0b0405", "#1c101c", "#2b1c35", "#37284f", "#3e356b", "#414387", "#3b5698", "#36699f", "#357ba3"],
  ...["#348ca7", "#359eaa", "#3bafad", "#49c1ad", "#68d1ad", "#96ddb5", "#bee8ca", "#def5e5"],
];

/** @param value in 0..1 @returns `#rrggbb` */
export function heatColour(value: number, background: "light" | "dark"): string {
  const share = Math.min(1, Math.max(0, value));
  // The darkest shades are darker than the background of dark themes.
  const place = background === "light" ? 1 - 0.94 * share : 0.14 + 0.8 * share;
  const exact = place * (anchors.length - 1);
  const below = Math.min(anchors.length - 2, Math.floor(exact));
  return between(anchors[below], anchors[below + 1], exact - below);
}

/** Black or white, whichever reads better on it. */
export function inkOn(colour: string): string {
  return contrast(colour, "#000000") > contrast(colour, "#ffffff") ? "#000000" : "#ffffff";
}

function between(from: string, to: string, share: number): string {
  const channels = [1, 3, 5].map((at) => {
    const [start, end] = [from, to].map((colour) => parseInt(colour.slice(at, at + 2), 16));
    return Math.round(start + share * (end - start))
      .toString(16)
      .padStart(2, "0");
  });
  return `#${channels.join("")}`;
}
