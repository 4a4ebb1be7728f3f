/** What is wrong with an experiment, where it is written, and how to say so. */
import type { Fix } from "./fixes/fix";
import { pathText, type Path } from "./paths";

/** One fault (`error`: the experiment cannot run) or doubt (`warning`: it can). */
export interface Problem {
  readonly severity: "error" | "warning";
  readonly path: Path;
  /** `training.stages[0].learningRate`; empty for the experiment as a whole. */
  readonly pathText: string;
  /** What happened and what to do, in sentences; `found` and `allowed` are not repeated in it. */
  readonly message: string;
  /** What the experiment says. */
  readonly found?: string | undefined;
  /** What it may say. */
  readonly allowed?: string | undefined;
  /** The override to blame, as typed: `--set model.heads=0`. */
  readonly override?: string | undefined;
  /** From 1, in UTF-16 units as editors count; 0 where the fault is in no text (an override, a plain value). */
  readonly line: number;
  readonly column: number;
  /** From 0, in UTF-16 units. */
  readonly offset: number;
  readonly length: number;
  /** Ways to mend it in the text, the likeliest first; none where there is none, or where an override is to blame. */
  readonly fixes: readonly Fix[];
}

/** A problem before it has a place in a text. */
export interface Finding extends Pick<Problem, "severity" | "path" | "message" | "found" | "allowed"> {
  /** What to mark: the value at `path`, its key, or, since the field is missing, the nearest thing around it. */
  readonly about: "value" | "key" | "absence";
  /** Ways to mend it, where any are known. */
  readonly fixes?: readonly Fix[];
}

/** Where a problem is: in the text, in an override, or nowhere. */
export type Place = Pick<Problem, "override" | "line" | "column" | "offset" | "length">;

export const nowhere: Place = { line: 0, column: 0, offset: 0, length: 0 };

export function problemAt(place: Place, finding: Finding): Problem {
  const { severity, path, message, found, allowed } = finding;
  // No change of the text mends what an override breaks.
  const fixes = place.override === undefined ? (finding.fixes ?? []) : [];
  return { severity, path, pathText: pathText(path), message, found, allowed, ...place, fixes };
}

/** One line for a terminal: `my.induction.json:4:13: model.heads: The value is out of range. Found 0; allowed: …`. */
export function formatProblem(problem: Problem, fileName: string): string {
  const { override, line, column, severity, pathText: field } = problem;
  const place = override ?? (line > 0 ? `${fileName}:${line}:${column}` : fileName);
  return [place, severity === "warning" ? "warning" : "", field, describeProblem(problem)]
    .filter((part) => part !== "")
    .join(": ");
}

/** The message with what was found and what is allowed, where the place is shown by other means. */
export function describeProblem({ message, found, allowed }: Problem): string {
  const facts = [
    ...(found === undefined ? [] : [`found ${found}`]),
    ...(allowed === undefined ? [] : [`allowed: ${allowed}`]),
  ].join("; ");
  return facts === "" ? message : `${message} ${facts[0].toUpperCase()}${facts.slice(1)}.`;
}
