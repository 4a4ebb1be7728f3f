/** From a sweep file's text to a sweep of which every run can be begun, or to all that is wrong with it. */
import path from "node:path";
import {
  parsePath,
  readDocument,
  replaceAt,
  type Document,
  type Finding,
  type Path,
  type Problem,
} from "../config";
import { baseExperiment } from "./baseExperiment";
import { gridsOf } from "./combinations";
import { contradictions, fieldName, isWithin, variedFields } from "./contradictions";
import { sweepText } from "./editorSchema";
import { judged } from "./memberProblems";
import { plannedMembers } from "./members";
import type { Member, SweepPlan } from "./plan";
import { repeatFindings } from "./repeats";
import { sweepSchema, type SweepSource } from "./schema";

/** A sweep file whose every run is known to be possible, as far as an experiment's text can tell. */
export interface SweepFile {
  readonly source: SweepSource;
  /** Where relative paths of data files start; absolute. */
  readonly baseDirectory: string;
  readonly members: readonly Member[];
}

export type SweepParseResult =
  | { readonly ok: true; readonly sweep: SweepFile; readonly warnings: readonly Problem[] }
  /** Errors and warnings, in the order of the text. */
  | { readonly ok: false; readonly problems: readonly Problem[] };

export interface SweepParseOptions {
  /** The sweep's file, from whose folder an experiment file is sought; the working directory's if left out. */
  readonly file?: string;
  /** `path=value` each, for the experiment of every run. */
  readonly overrides?: readonly string[];
}

/** Reads a sweep file, and the experiment file that it names. Nothing is trained, and no data are read. */
export function parseSweep(text: string, options: SweepParseOptions = {}): SweepParseResult {
  const { file, overrides = [] } = options;
  const document = readDocument(text, sweepText);
  const source = document.data ?? mended(document);
  if (!source) return { ok: false, problems: document.problems };
  const base = baseExperiment(source.experiment, source.name, file === undefined ? "." : path.dirname(file));
  const findings = [
    ...contradictions(source),
    ...(typeof base === "string" ? [missingBase(base, source.experiment)] : []),
  ];
  const problems = [
    ...document.problems,
    ...findings.map((finding) => document.problem(finding)),
    ...crossedOverrides(source, overrides),
  ];
  // Of fields that contradict each other nobody knows which was meant.
  if (typeof base === "string" || findings.length > 0) return { ok: false, problems: inOrder(problems) };
  const found = judged(plannedMembers(source, base, overrides), base, document);
  const all = inOrder([...problems, ...found.problems]);
  if (all.some(({ severity }) => severity === "error")) return { ok: false, problems: all };
  const repeats = repeatFindings(source, found.members).map((finding) => document.problem(finding));
  return {
    ok: true,
    sweep: { source, baseDirectory: base.directory, members: found.members },
    warnings: inOrder([...all, ...repeats]),
  };
}

/** What is to be trained. The same file gives the same plan. */
export function planSweep({ source, baseDirectory, members }: SweepFile): SweepPlan {
  const { name, budget } = source;
  return {
    name,
    fields: variedFields(source),
    members,
    baseDirectory,
    secondsAllowed: budget?.minutes === undefined ? null : 60 * budget.minutes,
  };
}

/** What is left where single fields are wrong, so that the others are judged all the same. */
function mended({ value, problems }: Document<SweepSource>): SweepSource | undefined {
  const rest = problems.reduce<unknown>(
    (left, { path: at }) => replaceAt(left, faultyPart(at), undefined),
    value,
  );
  const named = sweepSchema.safeParse(rest);
  if (named.success) return named.data;
  const unnamed = sweepSchema.safeParse(replaceAt(rest, ["name"], "untitled"));
  return unnamed.success ? unnamed.data : undefined;
}

/** A field's entry in `set`, `random` or a single grid goes alone; else all that stands under the file's own key. */
function faultyPart(at: Path): Path {
  const byField = ["set", "grid", "random"].includes(String(at[0])) && typeof at[1] === "string";
  return at.slice(0, byField ? 2 : 1);
}

function missingBase(message: string, experiment: SweepSource["experiment"]): Finding {
  const found = typeof experiment === "string" ? JSON.stringify(experiment) : undefined;
  return { severity: "error", path: ["experiment"], about: "value", message, found };
}

/** Of a field that varies, one value from outside cannot be meant. */
function crossedOverrides(source: SweepSource, overrides: readonly string[]): Problem[] {
  const seeds = gridsOf(source).some(({ grid }) =>
    Object.keys(grid).some((each) => fieldName(each) === "seed"),
  );
  const varied = [...variedFields(source), ...(seeds || Array.isArray(source.seeds) ? ["seed"] : [])];
  return overrides.flatMap((text): Problem[] => {
    const field = fieldName(text.slice(0, Math.max(0, text.indexOf("="))).trim());
    if (!varied.some((other) => other === field || isWithin(field, other))) return [];
    return [
      {
        severity: "error",
        path: parsePath(field),
        pathText: field,
        message: "The sweep varies this field: take it out of the sweep, or do not set it.",
        override: `--set ${text}`,
        line: 0,
        column: 0,
        offset: 0,
        length: 0,
        fixes: [],
      },
    ];
  });
}

function inOrder(problems: readonly Problem[]): Problem[] {
  const rank = ({ override, offset }: Problem): number => (override === undefined ? offset : Infinity);
  return problems.toSorted((left, right) => (rank(left) === rank(right) ? 0 : rank(left) - rank(right)));
}
