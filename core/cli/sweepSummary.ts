/** A sweep's outcome in lines: measures by cell, that is by the values that vary, over the seeds of each cell. */
import { sweepMeasures, type Member, type MemberResult, type SweepPlan } from "../sweep";
import { counted, decimal } from "./numbers";
import { tableLines } from "./table";

/** What is shown unless somebody asks for others. */
export const usualMeasures = ["validationLoss", "selectedWeight", "selectionStep", "headsOnParents"] as const;

/** Of sweeps on the mixed target. */
const usualMixedMeasures = ["plateauSteps", "plateauTime", "match", "lossIH"] as const;

const mostRows = 40;

/** Means, with the standard deviation over the seeds where there are several. */
export function sweepSummaryLines(
  plan: SweepPlan,
  results: readonly MemberResult[],
  wanted: readonly string[],
): string[] {
  const isMixed = plan.members.every(({ experiment }) => experiment.data.kind === "mixed-target");
  const measures = wanted === usualMeasures && isMixed ? usualMixedMeasures : wanted;
  const done = results.filter(({ state }) => state === "done");
  if (done.length === 0) return [];
  const cells = cellsOf(plan, done);
  const rows = cells
    .slice(0, mostRows)
    .map(({ values, results: of }) => [
      ...values,
      String(of.length),
      ...measures.map((name) => summaryOf(of, name)),
    ]);
  const titles = measures.map(
    (name) => sweepMeasures.find((measure) => measure.name === name)?.title ?? name,
  );
  const right = [...plan.fields, "", ...measures].map((_, column) => column);
  return [
    "Means over the seeds, ± their standard deviation:",
    ...tableLines([[...plan.fields.map(shortName), "runs", ...titles], ...rows], { right }),
    ...(cells.length > mostRows
      ? [`and ${counted(cells.length - mostRows, "more combination")} in the table.`]
      : []),
  ];
}

interface CellOfSweep {
  readonly values: readonly string[];
  readonly results: MemberResult[];
}

function cellsOf({ members }: SweepPlan, results: readonly MemberResult[]): CellOfSweep[] {
  const cells = new Map<string, CellOfSweep>();
  for (const result of results) {
    const values = members[result.index].values.map(shortValue);
    const key = JSON.stringify(members[result.index].values);
    const cell = cells.get(key) ?? { values, results: [] };
    cell.results.push(result);
    cells.set(key, cell);
  }
  return Array.from(cells.values());
}

function summaryOf(results: readonly MemberResult[], name: string): string {
  const values = results.map(({ measures }) => measures[name] ?? null);
  const numbers = values.filter((value) => typeof value === "number");
  if (numbers.length === 0) return commonText(values);
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  if (numbers.length < 2) return shortNumber(mean);
  const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const missing = numbers.length < values.length ? ` (${numbers.length})` : "";
  return `${shortNumber(mean)} ± ${shortNumber(Math.sqrt(squares / (numbers.length - 1)))}${missing}`;
}

/** What all say, or how many different things they say. */
function commonText(values: readonly (string | number | null)[]): string {
  const texts = new Set(values.flatMap((value) => (typeof value === "string" ? [value] : [])));
  if (texts.size === 0) return "—";
  return texts.size === 1 ? Array.from(texts)[0] : `${texts.size} different`;
}

function shortNumber(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e9 ? String(value) : decimal(value);
}

export function shortValue(value: Member["values"][number]): string {
  if (value === null) return "—";
  return typeof value === "number" ? String(Number(value.toPrecision(5))) : String(value);
}

/** `learningRate` of `training.stages[0].learningRate`; the whole path would take the line. */
export function shortName(field: string): string {
  return field.slice(field.lastIndexOf(".") + 1);
}
