/** What can be pointed at in a plot, and what it says: a member's dot, or a cell of the heat map. */
import { t } from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import { memberWord } from "./memberWords";
import type { SweepCell } from "./cells";
import type { Frame } from "./frame";
import type { Dot, SweepPlot } from "./plot";
import { columnText, measureText } from "./values";

export type Target =
  | {
      readonly kind: "dot";
      readonly dot: Dot;
      readonly cell: SweepCell;
      readonly x: number;
      readonly y: number;
    }
  | {
      readonly kind: "cell";
      readonly cell: SweepCell;
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    };

/** In the order in which the arrow keys go through them. */
export function targetsOf(plot: SweepPlot, frame: Frame): readonly Target[] {
  if (plot.drawing === "cells") {
    return plot.cells.map((cell) => ({ kind: "cell", cell, ...frame.cell(cell) }));
  }
  const cells = new Map(plot.cells.map((cell) => [`${cell.by} ${cell.over}`, cell]));
  return plot.dots.flatMap((dot) => {
    const cell = cells.get(`${dot.by} ${dot.over}`);
    return cell ? [{ kind: "dot", dot, cell, ...frame.dot(dot) } as const] : [];
  });
}

/** Pixels within which a dot counts as pointed at. */
const reach = 24;

/** The nearest dot, or the cell under it; −1: none. */
export function targetAt(targets: readonly Target[], x: number, y: number): number {
  let [nearest, least] = [-1, reach ** 2];
  targets.forEach((target, index) => {
    if (target.kind === "cell") {
      const isInside =
        x >= target.x && x < target.x + target.width && y >= target.y && y < target.y + target.height;
      if (isInside) nearest = index;
      return;
    }
    const distance = (target.x - x) ** 2 + (target.y - y) ** 2;
    if (distance < least) [nearest, least] = [index, distance];
  });
  return nearest;
}

/** Where a key leads from a target (−1: from none); undefined: the key is not the plot's. */
export function targetAfter(targets: readonly Target[], from: number, key: string): number | undefined {
  const last = targets.length - 1;
  switch (key) {
    case "Home":
      return Math.min(0, last);
    case "End":
      return last;
    case "Escape":
      return -1;
    case "ArrowRight":
      return Math.min(last, from + 1);
    case "ArrowLeft":
      return from < 0 ? last : Math.max(0, from - 1);
    case "ArrowUp":
    case "ArrowDown":
      return from < 0 ? Math.min(0, last) : verticalNeighbour(targets, from, key === "ArrowUp" ? -1 : 1);
    default:
      return undefined;
  }
}

/** The nearest one above or below at the same place of the lower axis; the same where there is none. */
function verticalNeighbour(targets: readonly Target[], from: number, direction: 1 | -1): number {
  const here = targets[from];
  let [found, least] = [from, Infinity];
  targets.forEach((target, index) => {
    const distance = (target.y - here.y) * direction;
    const isSamePlace = target.cell.over === here.cell.over && index !== from;
    if (isSamePlace && distance > 0 && distance < least) [found, least] = [index, distance];
  });
  return found;
}

/** One line, with every number that stands for a measured one in full. */
export function readingOf(plot: SweepPlot, target: Target): TemplateResult {
  const { measure } = plot;
  const { cell } = target;
  const value = (number: number) => html`<data value=${number}>${measureText(number)}</data>`;
  const error = Number.isNaN(cell.error) ? nothing : html` ± ${value(cell.error)}`;
  if (target.kind === "cell") {
    return html`${whereWords(plot, target)}: ${t("mean")} ${value(cell.mean)}${error}
    ${
      Number.isNaN(cell.deviation)
        ? html`· ${t("one member")}`
        : html`· ${t("{0} members", cell.members.length)} · ${value(cell.least)} … ${value(cell.greatest)} ·
          ${t("standard deviation")} ${value(cell.deviation)}`
    }`;
  }
  const { dot } = target;
  return html`${memberWord(dot.member)}, ${whereWords(plot, target)}: ${measure.name} ${value(dot.value)}
  ${
    cell.members.length > 1
      ? html`· ${t("mean of {0}", cell.members.length)} ${value(cell.mean)}${error}`
      : nothing
  }`;
}

/** The same as plain text. */
export function wordsOf(plot: SweepPlot, target: Target): string {
  const { measure } = plot;
  const { cell } = target;
  const error = Number.isNaN(cell.error) ? "" : ` ± ${measureText(cell.error)}`;
  const mean = `${measureText(cell.mean)}${error}`;
  if (target.kind === "cell") {
    return `${whereWords(plot, target)}: ${t("mean of {0}", cell.members.length)} ${mean}`;
  }
  const { dot } = target;
  const around = cell.members.length > 1 ? ` · ${t("mean of {0}", cell.members.length)} ${mean}` : "";
  return `${memberWord(dot.member)}, ${whereWords(plot, target)}: ${measure.name} ${measureText(dot.value)}${around}`;
}

function whereWords({ over, by, overLevels, byLevels }: SweepPlot, target: Target): string {
  if (target.kind === "dot") {
    const { member, at } = target.dot;
    const first = `${over.name} ${columnText(over, at)}`;
    return by ? `${first}, ${by.name} ${columnText(by, by.valueOf(member))}` : first;
  }
  const first = `${over.name} ${overLevels.names[target.cell.over]}`;
  return by ? `${first}, ${by.name} ${byLevels.names[target.cell.by]}` : first;
}
