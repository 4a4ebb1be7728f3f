/** A measure of a sweep's members against one or two of its columns, as plain data; where it lies is frame.ts. */
import { t } from "@vscode/l10n";
import type { MemberValue, SweepContent, SweepMember } from "../../core/protocol";
import { cellsOf, type Placed, type SweepCell } from "./cells";
import { columnScaleOf, levelsOf, scaleOf, type Levels } from "./levels";
import { mostSeries, type Drawn } from "./sweepView";
import type { AxisScale } from "../store";

export interface SweepPlot extends Drawn {
  /** `loss over learning rate`. */
  readonly label: string;
  readonly overLevels: Levels;
  /** One nameless level where there is no second column. */
  readonly byLevels: Levels;
  readonly valueScale: AxisScale;
  /** Of the column below, where it holds numbers. */
  readonly overScale: AxisScale;
  /** In the order of `over`, then `by`. */
  readonly dots: readonly Dot[];
  readonly cells: readonly SweepCell[];
}

export interface Dot extends Placed {
  /** On the column below. */
  readonly at: MemberValue;
}

/** More distinct numbers than these are taken together in ranges. */
const mostPlaces = 16;

export function plotOf({ members }: SweepContent, drawn: Drawn): SweepPlot {
  const { measure, over, by, drawing } = drawn;
  const known = members.filter((member) => isFiniteNumber(measure.valueOf(member)));
  const overLevels = levelsOf(known.map(over.valueOf), mostPlaces);
  const byLevels = by
    ? levelsOf(known.map(by.valueOf), drawing === "points" ? mostSeries : mostPlaces, mostSeries)
    : single;
  const dots = known
    .map((member) => dotOf(member, drawn, overLevels, byLevels))
    .filter((dot) => dot.over >= 0 && dot.by >= 0)
    .sort(
      (a, b) => a.over - b.over || compared(a.at, b.at) || a.by - b.by || a.member.index - b.member.index,
    );
  const numbers = dots.flatMap(({ at }) => (typeof at === "number" ? [at] : []));
  return {
    ...drawn,
    label: by
      ? t("{0} over {1} and {2}", measure.name, over.name, by.name)
      : t("{0} over {1}", measure.name, over.name),
    overLevels,
    byLevels,
    valueScale: scaleOf(dots.map(({ value }) => value)),
    overScale: columnScaleOf(numbers),
    dots,
    cells: cellsOf(dots),
  };
}

const single: Levels = { names: [""], centres: null, areRanges: false, of: () => 0 };

function dotOf(member: SweepMember, { measure, over, by }: Drawn, overLevels: Levels, byLevels: Levels): Dot {
  const at = over.valueOf(member);
  const value = Number(measure.valueOf(member));
  return { member, value, at, over: overLevels.of(at), by: byLevels.of(by ? by.valueOf(member) : null) };
}

function isFiniteNumber(value: MemberValue): boolean {
  return typeof value === "number" && Number.isFinite(value);
}

function compared(a: MemberValue, b: MemberValue): number {
  return typeof a === "number" && typeof b === "number" ? a - b : 0;
}
