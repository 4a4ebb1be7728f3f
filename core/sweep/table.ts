/** All results of a sweep as one table: a row for every member, typed columns with nulls where nothing is known. */
import { sweepMeasures } from "./measures";
import type { Member, MemberResult, SweepPlan } from "./plan";
import { memberName } from "./sweepPaths";

export interface Column {
  readonly name: string;
  /** What it holds besides null: whole numbers, numbers, true and false, or texts. */
  readonly kind: "integer" | "number" | "boolean" | "text";
  readonly values: readonly Cell[];
}

export type Cell = number | string | boolean | null;

export interface ResultsTable {
  readonly columns: readonly Column[];
  /** Members of the plan. */
  readonly rows: number;
}

/** Member, its run's folder, the fields that vary, seed, how it ended, and all measures. */
export function resultsTable(
  plan: Pick<SweepPlan, "fields" | "members">,
  results: readonly MemberResult[],
): ResultsTable {
  const { members } = plan;
  const byIndex = new Map(results.map((result) => [result.index, result]));
  const of = (member: Member) => byIndex.get(member.index);
  const column = (name: string, kind: Column["kind"], valueOf: (member: Member) => Cell): Column => ({
    name,
    kind,
    values: members.map(valueOf),
  });
  const measures = measureNames(results).map(({ name, kind }) =>
    column(name, kind, (member) => fitting(of(member)?.measures[name] ?? null, kind)),
  );
  return {
    rows: members.length,
    columns: [
      column("member", "integer", ({ index }) => index),
      column("run", "text", ({ index }) => `members/${memberName(index)}`),
      ...plan.fields.map((field, place) => fieldColumn(field, members, place)),
      column("seed", "integer", ({ experiment }) => experiment.seed),
      column("state", "text", (member) => of(member)?.state ?? "open"),
      column("failure", "text", (member) => of(member)?.failure ?? null),
      column("attempts", "integer", (member) => of(member)?.attempts ?? null),
      column("seconds", "number", (member) => of(member)?.seconds ?? null),
      ...measures,
    ],
  };
}

/** Those of core/sweep in their order, then what else there is. */
function measureNames(
  results: readonly MemberResult[],
): readonly { readonly name: string; readonly kind: "number" | "text" }[] {
  const known = new Set<string>(sweepMeasures.map(({ name }) => name));
  const others = new Set(
    results.flatMap(({ measures }) => Object.keys(measures)).filter((name) => !known.has(name)),
  );
  const kindOf = (name: string) =>
    results.some(({ measures }) => typeof measures[name] === "string") ? "text" : "number";
  return [...sweepMeasures, ...Array.from(others, (name) => ({ name, kind: kindOf(name) }) as const)];
}

/** Of the one kind that all values are of, or else their texts. */
function fieldColumn(name: string, members: readonly Member[], place: number): Column {
  const values = members.map((member) => member.values[place]);
  const known = values.filter((value) => value !== null);
  const kind = known.every((value) => typeof value === "number")
    ? known.every((value) => Number.isSafeInteger(value))
      ? "integer"
      : "number"
    : known.every((value) => typeof value === "boolean")
      ? "boolean"
      : "text";
  return { name, kind, values: values.map((value) => fitting(value, kind)) };
}

function fitting(value: Cell, kind: Column["kind"]): Cell {
  if (value === null) return null;
  if (kind === "text") return String(value);
  return typeof value === "string" ? null : value;
}
