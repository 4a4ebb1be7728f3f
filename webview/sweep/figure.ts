/** A sweep's plot as a figure: its numbers, a row for each member or cell, and its picture. */
import { t } from "@vscode/l10n";
import type { Column, Figure } from "../figures";
import { pictureOf } from "./picture";
import type { SweepCell } from "./cells";
import type { SweepColumn } from "./columns";
import type { Dot, SweepPlot } from "./plot";
import { columnText, measureText } from "./values";

/** @param fields told of every member, whether drawn or not */
export function sweepFigure(plot: SweepPlot, fields: readonly SweepColumn[]): Figure {
  return {
    name: plot.label,
    table: () => ({ columns: plot.drawing === "cells" ? cellColumns(plot) : dotColumns(plot, fields) }),
    svg: (theme) => pictureOf(plot, theme),
  };
}

function dotColumns(plot: SweepPlot, fields: readonly SweepColumn[]): Column[] {
  const { dots, measure, over } = plot;
  const cells = new Map(plot.cells.map((cell) => [`${cell.by} ${cell.over}`, cell]));
  const cellOf = (dot: Dot) => cells.get(`${dot.by} ${dot.over}`);
  const own = fields.some(({ id }) => id === over.id) ? [] : [over];
  const count = (name: string, value: (dot: Dot) => number): Column => ({ name, values: dots.map(value) });
  return [
    count(t("member"), ({ member }) => member.index),
    ...[...fields, ...own].map((column) => columnOf(column, dots)),
    { ...count(measure.name, ({ value }) => value), format: measureText },
    count(t("members"), (dot) => cellOf(dot)?.members.length ?? NaN),
    { ...count(t("mean"), (dot) => cellOf(dot)?.mean ?? NaN), format: measureText },
    { ...count(t("± 95 %"), (dot) => cellOf(dot)?.error ?? NaN), format: measureText },
  ];
}

function cellColumns({ over, by, overLevels, byLevels, cells }: SweepPlot): Column[] {
  const number = (name: string, value: (cell: SweepCell) => number): Column => ({
    ...{ name, values: cells.map(value), format: measureText },
  });
  return [
    { name: over.name, values: cells.map((cell) => overLevels.names[cell.over]) },
    ...(by ? [{ name: by.name, values: cells.map((cell) => byLevels.names[cell.by]) }] : []),
    number(t("members"), ({ members }) => members.length),
    number(t("mean"), ({ mean }) => mean),
    number(t("± 95 %"), ({ error }) => error),
    number(t("standard deviation"), ({ deviation }) => deviation),
    number(t("least"), ({ least }) => least),
    number(t("greatest"), ({ greatest }) => greatest),
  ];
}

function columnOf(column: SweepColumn, dots: readonly Dot[]): Column {
  const values = dots.map(({ member }) => column.valueOf(member));
  if (!column.numeric) return { name: column.name, values: values.map((value) => columnText(column, value)) };
  return {
    name: column.name,
    values: values.map((value) => (typeof value === "number" ? value : NaN)),
    format: (value) => columnText(column, value),
  };
}
