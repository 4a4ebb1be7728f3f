/** All that decides what a chart looks like. */
import type { Theme } from "../theme";
import type { Plot } from "./plot";
import type { View } from "./view";

export interface Picture {
  readonly plot: Plot;
  readonly view: View;
  readonly theme: Theme;
  /** Whether the marks' words stand above the curves. */
  readonly wordsOnMarks: boolean;
}

/** Whether the same axes and colours do for both, only the numbers are others. */
export function looksAlike(one: Picture, other: Picture): boolean {
  return (
    one.theme === other.theme &&
    one.wordsOnMarks === other.wordsOnMarks &&
    one.view.quantity === other.view.quantity &&
    one.view.scale === other.view.scale &&
    one.view.valueScale === other.view.valueScale &&
    one.plot.range?.[0] === other.plot.range?.[0] &&
    one.plot.range?.[1] === other.plot.range?.[1]
  );
}
