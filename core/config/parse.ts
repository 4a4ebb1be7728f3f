/** From a text, a plain value and overrides to a checked experiment, or to all that is wrong with it. */
import { examine } from "./examine";
import { applyOverrides, type Override } from "./overrides";
import { liesWithin, parsePath, valueAt, type Path } from "./paths";
import { nowhere, problemAt, type Finding, type Place, type Problem } from "./problems";
import type { Breach } from "./rules";
import type { Experiment } from "./schema";
import { readSource, type Source } from "./source";

export type ParseResult =
  | { readonly ok: true; readonly experiment: Experiment; readonly warnings: readonly Problem[] }
  /** Errors and warnings, in the order of the text, those of overrides last. */
  | { readonly ok: false; readonly problems: readonly Problem[] };

export interface ParseOptions {
  /** `path=value` each, applied in order: `training.stages.0.learningRate=0.5`. */
  readonly overrides?: readonly string[];
}

/** Reads an experiment file: JSON with comments and trailing commas. Every problem has its place. */
export function parseExperiment(text: string, options: ParseOptions = {}): ParseResult {
  const source = readSource(text);
  return checked(source.value, source, options);
}

/** The same for a plain value, such as a preset or a run's recorded configuration; its problems have no line. */
export function experimentFromValue(value: unknown, options: ParseOptions = {}): ParseResult {
  return checked(value, undefined, options);
}

function checked(
  written: unknown,
  source: Source | undefined,
  { overrides = [] }: ParseOptions,
): ParseResult {
  const overridden = applyOverrides(written, overrides);
  const { value, applied } = overridden;
  const { experiment, findings, breaches } = examine(value);
  const found = [...findings, ...breaches.map((breach) => findingOf(breach, value, applied))]
    .filter(({ about }) => !(source?.broken && about === "absence"))
    .map((finding) => problemAt(placeOf(finding, source, applied), finding));
  const problems = [...(source?.problems ?? []), ...overridden.problems, ...found];
  if (experiment && problems.every(({ severity }) => severity === "warning")) {
    return { ok: true, experiment, warnings: inOrder(problems) };
  }
  return { ok: false, problems: inOrder(problems) };
}

/** Blames the field that an override set, or else the first that is written at all. */
function findingOf({ fields, ...breach }: Breach, value: unknown, applied: readonly Override[]): Finding {
  const paths = fields.map(parsePath);
  const path =
    paths.find((field) => applied.some((override) => liesWithin(field, override.path))) ??
    paths.find((field) => valueAt(value, field) !== undefined) ??
    paths[0];
  return { ...breach, path, about: "value" };
}

/** The override that set the field, its place in the text, or that of the nearest thing around it. */
function placeOf({ path, about }: Finding, source: Source | undefined, applied: readonly Override[]): Place {
  for (let depth = path.length; depth >= 0; depth--) {
    const around: Path = path.slice(0, depth);
    const setter = applied.findLast((override) => liesWithin(around, override.path));
    if (setter) return { ...nowhere, override: setter.text };
    const part = depth === path.length && about === "value" ? "value" : "key";
    const place = source?.placeOf(around, part);
    if (place) return place;
    const creator = applied.find((override) => liesWithin(override.path, around));
    if (creator && depth > 0) return { ...nowhere, override: creator.text };
  }
  return nowhere;
}

function inOrder(problems: readonly Problem[]): Problem[] {
  const rank = ({ override, offset }: Problem): number => (override === undefined ? offset : Infinity);
  return problems.toSorted((left, right) => (rank(left) === rank(right) ? 0 : rank(left) - rank(right)));
}
