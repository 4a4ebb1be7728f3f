/** What is written along the axes: which places and values are labelled in a view, and with which words. */
import { roman } from "../../core/config";
import { grouped, named, placeText, tick } from "../words";
import { levelOf, logValueTicks, placeTicks, valueTicks } from "./axis";
import type { Mark } from "./plot";
import { across, type Stretch, type View } from "./view";

export interface AxisLabel {
  /** In units of what is drawn. */
  readonly at: number;
  readonly text: string;
}

/** Of the axis of places, about `most`; the first one says what the axis is. */
export function placeLabels(view: View, marks: readonly Mark[], most: number): readonly AxisLabel[] {
  const { quantity, first, last, scale, unit } = view;
  const labels =
    quantity === "stage"
      ? stageLabels(view, marks, most)
      : placeTicks(last, scale, most, { quantity, unit, first }).map((place) => ({
          at: across(view, place),
          text: placeText(place, quantity),
        }));
  return labels.map((label, index) => (index > 0 ? label : { ...label, text: named(label.text, quantity) }));
}

/** Those that do not run into the one before. @param pixels from one unit of what is drawn to the next */
export function apart(labels: readonly AxisLabel[], pixels: number): readonly AxisLabel[] {
  const kept: AxisLabel[] = [];
  for (const label of labels) {
    const before = kept.at(-1);
    const room = before ? (label.at - before.at) * pixels : Infinity;
    const needed = before ? ((before.text.length + label.text.length) / 2 + 1) * letterWidth : 0;
    if (room >= needed) kept.push(label);
  }
  return kept;
}

/** Pixels, about, of a letter on an axis. */
const letterWidth = 6;

/** Of the axis of values, at most `most`. @param values least and greatest, in units of what is drawn */
export function valueLabels([least, greatest]: Stretch, view: View, most: number): readonly AxisLabel[] {
  if (view.valueScale === "linear") {
    const ticks = valueTicks(least, greatest, most);
    const spacing = ticks.length > 1 ? ticks[1] - ticks[0] : 1;
    return ticks.map((value) => ({ at: value, text: tick(value, spacing) }));
  }
  return logValueTicks(10 ** least, 10 ** greatest, most).map((value) => ({
    at: levelOf(value, "log"),
    text: magnitude(value),
  }));
}

/** Each in the middle of what is in sight of its stage. */
function stageLabels({ first, last }: View, marks: readonly Mark[], most: number): AxisLabel[] {
  const names = new Map(
    marks.filter(({ kind }) => kind === "stage").map(({ place, words }) => [Math.round(place), words]),
  );
  const [from, end] = [Math.floor(first), Math.ceil(last)];
  const stride = Math.max(1, Math.ceil((end - from) / most));
  const labels: AxisLabel[] = [];
  for (let stage = from; stage < end; stage += stride) {
    const middle = (Math.max(first, stage) + Math.min(last, stage + 1)) / 2;
    labels.push({ at: middle, text: names.get(stage) ?? roman(stage + 1) });
  }
  return labels;
}

/** `1,000`, `0.01`, `1e−4`. */
function magnitude(value: number): string {
  if (value >= 1000 && value < 1e6) return grouped(value);
  return value >= 0.001 && value < 1000
    ? String(Number(value.toPrecision(3)))
    : Number(value.toPrecision(3)).toExponential().replace("e+", "e").replace("-", "−");
}
