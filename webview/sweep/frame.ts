/** Where everything of a plot lies, in pixels: its axes, their labels, dots and cells. */
import { levelOf, logValueTicks, valueTicks } from "../charts";
import type { AxisScale } from "../store";
import { tick } from "../words";
import type { SweepCell } from "./cells";
import type { Dot, SweepPlot } from "./plot";
import { fieldText, measureText } from "./values";

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Frame extends Box {
  readonly columns: readonly FrameTick[];
  readonly rows: readonly FrameTick[];
  readonly dot: (dot: Dot) => Spot;
  /** Of a cell's mean among dots, and the ends of its interval. */
  readonly mean: (cell: SweepCell) => Spot & { readonly low: number; readonly high: number };
  /** Of a cell of the heat map. */
  readonly cell: (cell: SweepCell) => Spot & { readonly width: number; readonly height: number };
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

interface FrameTick {
  readonly at: number;
  readonly text: string;
}

/** Pixels: of a letter, about; between the series of one place; and of what labels of the axes take at most. */
export const letter = 6.2;
const aside = 7;
const widestLabel = 150;
const mostRows = 6;

/** What the labels of the vertical axis need. */
export function gutterOf(plot: SweepPlot): number {
  const names = plot.drawing === "cells" ? plot.byLevels.names : ["−0.0001"];
  return 14 + Math.min(widestLabel, letter * Math.max(...names.map(({ length }) => length), 4));
}

export function frameOf(plot: SweepPlot, box: Box): Frame {
  return plot.drawing === "cells" ? cellsFrame(plot, box) : pointsFrame(plot, box);
}

function pointsFrame(plot: SweepPlot, box: Box): Frame {
  const { left, right, top, bottom } = box;
  const { overLevels, byLevels, overScale, valueScale, dots, cells } = plot;
  const numbers = dots.flatMap(({ at }) => (typeof at === "number" ? [at] : []));
  const values = dots.map(({ value }) => value);
  const ends = cells
    .flatMap(({ mean, error }) => (valueScale === "log" ? [mean + error] : [mean - error, mean + error]))
    .filter(Number.isFinite);
  const across = overLevels.centres && stretchOf(numbers, overScale, 0.06);
  const up = stretchOf([...values, ...ends], valueScale, 0.07);
  const band = (right - left) / Math.max(1, overLevels.names.length);
  const column = (at: Dot["at"], level: number) =>
    across && typeof at === "number"
      ? left + partOf(levelOf(at, overScale), across) * (right - left)
      : left + (level + 0.5) * band;
  // Series stand beside each other, or they would hide one another; ranges are wide anyway.
  const shift = (by: number) =>
    overLevels.areRanges ? 0 : (by - (byLevels.names.length - 1) / 2) * Math.min(aside, band / 8);
  // An interval may reach below what a log axis has: it ends where the axis does.
  const part = (value: number) =>
    valueScale === "log" && value <= 0 ? 0 : partOf(levelOf(value, valueScale), up);
  const row = (value: number) => bottom - Math.max(0, part(value)) * (bottom - top);
  return {
    ...box,
    columns: across
      ? numberTicks(overLevels.centres ?? [], overLevels.areRanges, across, overScale, box)
      : wordTicks(plot, box),
    rows: valueRows(up, valueScale).map(({ value, text }) => ({ at: row(value), text })),
    dot: ({ at, over, by, value }) => ({ x: column(at, over) + shift(by), y: row(value) }),
    mean: ({ over, by, mean, error }) => ({
      x: column(overLevels.centres?.[over] ?? null, over) + shift(by),
      y: row(mean),
      low: row(mean - error),
      high: row(mean + error),
    }),
    cell: () => ({ x: 0, y: 0, width: 0, height: 0 }),
  };
}

function cellsFrame(plot: SweepPlot, box: Box): Frame {
  const { left, right, top, bottom } = box;
  const { overLevels, byLevels } = plot;
  const [width, height] = [(right - left) / overLevels.names.length, (bottom - top) / byLevels.names.length];
  // Upwards, as values on an axis grow.
  const row = (by: number) => bottom - (by + 1) * height;
  const cell = ({ over, by }: Pick<SweepCell, "over" | "by">) => ({
    ...{ x: left + over * width, y: row(by), width, height },
  });
  const middle = (at: Pick<SweepCell, "over" | "by">) => {
    const { x, y } = cell(at);
    return { x: x + width / 2, y: y + height / 2 };
  };
  return {
    ...box,
    columns: wordTicks(plot, box),
    rows: byLevels.names.map((text, by) => ({ at: row(by) + height / 2, text: shortened(text) })),
    dot: middle,
    mean: (at) => ({ ...middle(at), low: NaN, high: NaN }),
    cell,
  };
}

/** Of levels, as far as there is room. */
function wordTicks({ overLevels: { names } }: SweepPlot, { left, right }: Box): FrameTick[] {
  const band = (right - left) / Math.max(1, names.length);
  const needed = letter * Math.max(...names.map((name) => shortened(name).length), 1) + 8;
  const stride = Math.max(1, Math.ceil(needed / band));
  return names
    .map((name, level) => ({ at: left + (level + 0.5) * band, text: shortened(name) }))
    .filter((_, level) => level % stride === 0);
}

/** The values themselves where they are few and apart, or else round ones. */
function numberTicks(
  centres: readonly number[],
  areRanges: boolean,
  stretch: Stretch,
  scale: AxisScale,
  { left, right }: Box,
): FrameTick[] {
  const ticked = (value: number, text = fieldText(value)) => ({
    at: left + partOf(levelOf(value, scale), stretch) * (right - left),
    text,
  });
  const own = centres.map((value) => ticked(value));
  if (!areRanges && own.length <= 12 && areApart(own)) return own;
  const most = Math.max(2, Math.floor((right - left) / 70));
  const [first, last] = stretch;
  if (scale === "log") return logValueTicks(10 ** first, 10 ** last, most).map((value) => ticked(value));
  return valueTicks(first, last, most).map((value) => ticked(value));
}

function areApart(ticks: readonly FrameTick[]): boolean {
  return ticks.every(
    ({ at, text }, index) =>
      index === 0 ||
      at - ticks[index - 1].at >= (letter * (text.length + ticks[index - 1].text.length)) / 2 + 6,
  );
}

function valueRows(
  [least, greatest]: Stretch,
  scale: AxisScale,
): { readonly value: number; readonly text: string }[] {
  if (scale === "log") {
    return logValueTicks(10 ** least, 10 ** greatest, mostRows).map((value) => ({
      value,
      text: value >= 1000 ? measureText(value) : fieldText(value),
    }));
  }
  const ticks = valueTicks(least, greatest, mostRows);
  const spacing = ticks.length > 1 ? ticks[1] - ticks[0] : 1;
  return ticks.map((value) => ({ value, text: tick(value, spacing) }));
}

type Stretch = readonly [least: number, greatest: number];

/** With room at both ends. */
function stretchOf(values: readonly number[], scale: AxisScale, share: number): Stretch {
  const levels = values.map((value) => levelOf(value, scale)).filter(Number.isFinite);
  if (levels.length === 0) return [0, 1];
  const least = levels.reduce((a, b) => Math.min(a, b));
  const greatest = levels.reduce((a, b) => Math.max(a, b));
  const room = share * (greatest - least) || 0.1 * (scale === "log" ? 1 : Math.abs(greatest) || 1);
  return [least - room, greatest + room];
}

function partOf(level: number, [least, greatest]: Stretch): number {
  return (level - least) / (greatest - least);
}

function shortened(name: string): string {
  const most = Math.floor(widestLabel / letter);
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}
