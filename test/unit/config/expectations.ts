/** What the tests of this room share: reading with an expectation, and places in a text found by search. */
import { expect } from "vitest";
import {
  experimentFromValue,
  fixEdits,
  parseExperiment,
  withEdits,
  type Experiment,
  type Fix,
  type Problem,
} from "../../../core/config";

/** The experiment of a text that must be valid. */
export function valid(text: string, overrides: readonly string[] = []): Experiment {
  const result = parseExperiment(text, { overrides });
  if (!result.ok) throw new Error(`refused: ${result.problems.map(({ message }) => message).join(" ")}`);
  return result.experiment;
}

/** Everything said about a text: problems, or warnings when it is valid. */
export function problemsOf(text: string, overrides: readonly string[] = []): readonly Problem[] {
  const result = parseExperiment(text, { overrides });
  return result.ok ? result.warnings : result.problems;
}

/** Everything said about a plain experiment; `name` is given. */
export function problemsOfValue(value: object): readonly Problem[] {
  const result = experimentFromValue({ name: "x", ...value });
  return result.ok ? result.warnings : result.problems;
}

/** Severity and field of each problem: `error data.parents`. */
export function summary(problems: readonly Problem[]): string[] {
  return problems.map(({ severity, pathText }) => `${severity} ${pathText}`);
}

/** The part of `text` that a problem marks. */
export function marked(text: string, { offset, length }: Problem): string {
  return text.slice(offset, offset + length);
}

/** `4:13` */
export function position({ line, column }: Problem): string {
  return `${line}:${column}`;
}

/** Every fix offered for a text, with the text that it makes. */
export function fixesOf(
  text: string,
): { readonly title: string; readonly after: string; readonly fix: Fix }[] {
  return problemsOf(text)
    .flatMap(({ fixes }) => fixes)
    .map((fix) => ({ title: fix.title, after: withEdits(text, fixEdits(text, fix)), fix }));
}

/** The only fix of a text, which must have one. */
export function fixed(text: string): string {
  const fixes = fixesOf(text);
  expect(fixes.map(({ title }) => title)).toHaveLength(1);
  return fixes[0].after;
}

/** What is broken in a text as JSON. */
export function syntaxProblems(text: string): Problem[] {
  return problemsOf(text).filter(({ path }) => path.length === 0);
}
