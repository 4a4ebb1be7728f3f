/** Puts what the schema's library reports about single fields into the words of this product. */
import type * as z from "zod";
import { allowedBy, choicesOf, fieldAt, homesOf, inWords, keysAt, type FieldSchema } from "./jsonSchema";
import { nearest } from "./nearest";
import { pathText, valueAt, type Path } from "./paths";
import type { Finding } from "./problems";
import { shown } from "./written";

export type Issue = z.core.$ZodIssue;

/** Replaces the one issue of a failed union by the issues of the branch that the value was meant to be. */
export function flattened(issues: readonly Issue[]): Issue[] {
  return issues.flatMap((issue): Issue[] => {
    if (issue.code !== "invalid_union") return [issue];
    const meant = issue.errors.find((branch) => branch.every(isInside));
    if (!meant || meant.length === 0) return [issue];
    return flattened(meant.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })));
  });
}

/**
 * Findings on `value`, the whole experiment: one for a field, one for each unknown key.
 * @param whole another schema than the experiment's, for another kind of file
 */
export function findingsOf(issues: readonly Issue[], value: unknown, whole?: FieldSchema): Finding[] {
  const findings = issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => unknownKey([...issuePath(issue), key], value, whole))
      : [faultyField(issue, value, whole)],
  );
  const texts = findings.map(({ path }) => pathText(path));
  return findings.filter((_, index) => texts.indexOf(texts[index]) === index);
}

/** Zod's paths may hold symbols; a path into JSON holds none. */
export function issuePath(issue: Issue): Path {
  return issue.path.filter((key) => typeof key !== "symbol");
}

/** Whether an issue of a branch is about a part of the value, so that the value as a whole fits the branch. */
function isInside(issue: Issue): boolean {
  return issue.path.length > 0 || issue.code === "unrecognized_keys";
}

function unknownKey(path: Path, value: unknown, whole?: FieldSchema): Finding {
  const key = String(path.at(-1));
  const known = keysAt(path.slice(0, -1), value, whole);
  return {
    severity: "error",
    path,
    about: "key",
    message: `Unknown key "${key}". ${advice(key, known, whole)}`.trimEnd(),
    allowed: inWords(known.filter((name) => name !== "$schema")),
  };
}

function advice(key: string, known: readonly string[], whole?: FieldSchema): string {
  const close = nearest(key, known);
  if (close !== undefined) return `Did you mean "${close}"?`;
  const homes = homesOf(key, whole);
  return homes.length > 0 && homes.length < 4 ? `It belongs in ${inWords(homes)}.` : "";
}

function faultyField(issue: Issue, value: unknown, whole?: FieldSchema): Finding {
  const path = issuePath(issue);
  const field = fieldAt(path, value, whole);
  const found = valueAt(value, path);
  const allowed = allowedValues(issue, field);
  if (found === undefined) {
    const message = path.length > 0 ? `"${String(path.at(-1))}" is missing.` : "There is no experiment.";
    return { severity: "error", path, about: "absence", message, allowed };
  }
  const words = optionsOf(issue) ?? (field ? choicesOf(field) : []);
  const meant = typeof found === "string" ? nearest(found, words) : undefined;
  const message = meant === undefined ? messageOf(issue) : `${messageOf(issue)} Did you mean "${meant}"?`;
  return { severity: "error", path, about: "value", message, found: shown(found), allowed };
}

/** The words that a union is told apart by, where none of them was found. */
function optionsOf(issue: Issue): string[] | undefined {
  if (issue.code !== "invalid_union" || !("options" in issue)) return undefined;
  return issue.options?.filter((option) => typeof option === "string");
}

/** A union told apart by a word allows its words; any other field what the schema says of it. */
function allowedValues(issue: Issue, field: FieldSchema | undefined): string | undefined {
  const options = optionsOf(issue);
  if (options) return inWords(options.map((option) => JSON.stringify(option)));
  return field && issue.code !== "custom" && issue.code !== "invalid_format" ? allowedBy(field) : undefined;
}

function messageOf(issue: Issue): string {
  switch (issue.code) {
    case "custom":
    case "invalid_format":
      return issue.message;
    case "invalid_value":
    case "invalid_union":
      return "This is none of the choices.";
    case "too_small":
    case "too_big":
      if (issue.origin === "array") return `The list is too ${issue.code === "too_big" ? "long" : "short"}.`;
      if (issue.origin === "string") return `The text is too ${issue.code === "too_big" ? "long" : "short"}.`;
      return "The value is out of range.";
    default:
      return issue.code === "invalid_type" && issue.expected === "int"
        ? "The value must be a whole number."
        : "The value has the wrong type.";
  }
}
