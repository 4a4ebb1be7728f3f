/** How a sweep is looked at: what against what, and in which order. VS Code keeps it of the page over a reload. */
import * as z from "zod";
import type { MemberValue, SweepContent } from "../../core/protocol";
import { axesOf, columnsOf, isSeed, measuresOf, type SweepColumn } from "./columns";
import { levelsOf } from "./levels";

export interface SweepView {
  /** The sweep's folder, from which the host shows it again; empty: nothing was shown yet. */
  readonly directory: string;
  /** Columns by their ids; empty: whichever fits the sweep best. */
  readonly measure: string;
  readonly over: string;
  /** `none` where a second one is not wanted. */
  readonly by: string;
  readonly drawing: "points" | "cells" | "";
  readonly sort: Sort;
}

export interface Sort {
  /** A column's id, `member` or `state`. */
  readonly column: string;
  readonly descending: boolean;
}

/** What is drawn, with nothing left open. */
export interface Drawn {
  readonly measure: SweepColumn;
  readonly over: SweepColumn;
  readonly by: SweepColumn | null;
  readonly drawing: "points" | "cells";
}

/** More colours than these nobody tells apart. */
export const mostSeries = 6;

/** What `value` says of a view; the rest is as in the beginning. */
export function sweepView(value: unknown): SweepView {
  return schema.parse(value ?? {});
}

/** Null while nothing has been measured that could be drawn. */
export function drawnOf(sweep: SweepContent, view: SweepView): Drawn | null {
  const columns = columnsOf(sweep);
  const [measures, axes] = [measuresOf(columns), axesOf(columns)];
  const found = (among: readonly SweepColumn[], id: string) => among.find((column) => column.id === id);
  const measure =
    found(measures, view.measure) ??
    found(measures, plateauMeasure) ??
    measures.find(({ name }) => /validation/i.test(name)) ??
    measures[0];
  if (!measure) return null;
  const fields = axes.filter((column) => column.kind === "field" && !isSeed(column));
  const evenly = (column: SweepColumn) => isEven(sweep.members.map(column.valueOf));
  const varied = [...fields.filter(evenly), ...fields.filter((column) => !evenly(column))];
  const over = found(axes, view.over) ?? varied.find(({ numeric }) => numeric) ?? varied[0] ?? axes[0];
  const others = axes.filter(({ id }) => id !== over.id);
  const [second] = varied.filter(({ id }) => id !== over.id);
  const by = view.by === "none" ? null : (found(others, view.by) ?? second ?? null);
  const suits = by && levelsOf(sweep.members.map(by.valueOf)).names.length > mostSeries ? "cells" : "points";
  return { measure, over, by, drawing: by ? view.drawing || suits : "points" };
}

/** What sweeps of the mixed target are made for. */
const plateauMeasure = "measure plateauTime";

/** Whether each value has at least half of the members that it would have if all had as many. */
function isEven(values: readonly MemberValue[]): boolean {
  const counts = new Map<MemberValue, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Math.min(...counts.values()) * counts.size >= values.length / 2;
}

const beginning: SweepView = {
  directory: "",
  measure: "",
  over: "",
  by: "",
  drawing: "",
  sort: { column: "member", descending: false },
};

const schema = z
  .object({
    directory: z.string().catch(""),
    measure: z.string().catch(""),
    over: z.string().catch(""),
    by: z.string().catch(""),
    drawing: z.enum(["points", "cells", ""]).catch(""),
    sort: z.object({ column: z.string(), descending: z.boolean() }).catch(beginning.sort),
  })
  .catch(beginning) satisfies z.ZodType<SweepView>;
