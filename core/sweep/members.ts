/** From combinations of values to checked experiments, or to everything that is wrong with them. */
import { experimentFields, experimentFromValue, type Experiment, type Problem } from "../config";
import type { BaseExperiment } from "./baseExperiment";
import { combinations, type Assignment, type Combination } from "./combinations";
import { fieldName, variedFields } from "./contradictions";
import type { Member, MemberValue } from "./plan";
import type { SweepSource } from "./schema";

/** Snapshots kept of each run unless the experiment or the sweep says otherwise. */
const snapshotsKept = 200;

/** A combination's run, or why there is none. */
export interface PlannedMember {
  readonly index: number;
  /** `heads 3, seed 1` */
  readonly title: string;
  readonly member: Member | null;
  /** Errors and warnings. */
  readonly problems: readonly MemberProblem[];
}

export interface MemberProblem {
  readonly problem: Problem;
  /** The value to blame, where it is one of the sweep file. */
  readonly blamed: Assignment | undefined;
}

/** @param overrides `path=value` each, from outside the file, that all runs have */
export function* plannedMembers(
  source: SweepSource,
  base: BaseExperiment,
  overrides: readonly string[],
): Generator<PlannedMember> {
  const fields = variedFields(source);
  const fixed: Assignment[] = Object.entries(source.set ?? {}).map(([field, value]) => ({
    field,
    value,
    place: ["set", field],
  }));
  const common = [...fixed.map(textOf), ...overrides];
  const fallback = defaultsFor(source, base, common);
  let index = 0;
  for (const combination of combinations(source, baseSeed(base, common))) {
    const title = titleOf(combination);
    const { assignments } = combination;
    const texts = [...common, ...fallback, ...seedText(combination), ...assignments.map(textOf)];
    const parsed = experimentFromValue(base.value, {
      overrides: [...texts, textOf({ field: "name", value: title })],
    });
    const problems = (parsed.ok ? parsed.warnings : parsed.problems).map((problem) => ({
      problem,
      blamed: [...assignments, ...fixed].find(
        (assignment) => problem.override === `--set ${textOf(assignment)}`,
      ),
    }));
    const member = parsed.ok
      ? { index, values: valuesOf(fields, combination, parsed.experiment), experiment: parsed.experiment }
      : null;
    yield { index: index++, title, member, problems };
  }
}

function textOf({ field, value }: Pick<Assignment, "field" | "value">): string {
  return `${field}=${JSON.stringify(value)}`;
}

/** A seed that is no seed is found in every run. */
function baseSeed({ value }: BaseExperiment, overrides: readonly string[]): number {
  const parsed = experimentFromValue(value, { overrides });
  if (parsed.ok) return parsed.experiment.seed;
  const alone = experimentFromValue(
    { name: "seed" },
    { overrides: overrides.filter((text) => /^\s*seed\s*=/.test(text)) },
  );
  return alone.ok ? alone.experiment.seed : 0;
}

/** What runs of a sweep have for defaults, where neither the experiment nor the sweep has its own word on it. */
function defaultsFor(source: SweepSource, { value }: BaseExperiment, common: readonly string[]): string[] {
  const said = new Set([
    ...variedFields(source),
    ...common.map((text) => fieldName(text.slice(0, Math.max(0, text.indexOf("="))))),
  ]);
  const saysItself = (field: string) =>
    Array.from(said).some((other) => field === other || field.startsWith(`${other}.`));
  const threads = written(value, "engine", "threads");
  const { threads: wished = threads === undefined || threads === "auto" ? 1 : undefined } = source;
  return [
    ...(wished === undefined || saysItself("engine.threads") ? [] : [`engine.threads=${wished}`]),
    ...(written(value, "record", "maxSnapshots") !== undefined || saysItself("record.maxSnapshots")
      ? []
      : [`record.maxSnapshots=${snapshotsKept}`]),
  ];
}

function written(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (holder, key) =>
      typeof holder === "object" && holder !== null && key in holder
        ? // `key in` has just been asked.
          (holder as Record<string, unknown>)[key]
        : undefined,
    value,
  );
}

function seedText({ seed, assignments }: Combination): string[] {
  return assignments.some(({ field }) => fieldName(field) === "seed") ? [] : [`seed=${seed}`];
}

const longestName = 100;

/** What tells the run from the others: it becomes its name. */
function titleOf({ assignments, seed }: Combination): string {
  const parts = assignments.map(({ field, value }) => {
    const text = typeof value === "number" ? String(Number(value.toPrecision(5))) : plain(value);
    return `${field.slice(field.lastIndexOf(".") + 1)} ${text}`;
  });
  const seeds = seedText({ assignments, seed }).length > 0 ? [`seed ${seed}`] : [];
  return [...parts, ...seeds]
    .join(", ")
    .replace(/[/\\]|\p{Cc}/gu, "-")
    .slice(0, longestName);
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function valuesOf(
  fields: readonly string[],
  { assignments }: Combination,
  experiment: Experiment,
): readonly MemberValue[] {
  let known: ReadonlyMap<string, unknown> | undefined;
  return fields.map((field) => {
    const given = assignments.find((assignment) => fieldName(assignment.field) === field);
    if (given) return asValue(given.value);
    known ??= new Map(experimentFields(experiment).map(({ pathText, value }) => [pathText, value]));
    return asValue(known.get(field) ?? null);
  });
}

function asValue(value: unknown): MemberValue {
  return typeof value === "number" ||
    typeof value === "string" ||
    typeof value === "boolean" ||
    value === null
    ? value
    : JSON.stringify(value);
}
