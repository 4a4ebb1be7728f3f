/**
 * Checks a plain value against the schema and the rules between fields, and reports everything at once:
 * where some fields are wrong, the rules still judge all the others.
 */
import { findingsOf, flattened, issuePath, type Issue } from "./issues";
import { liesWithin, parsePath, pathText, replaceAt, type Path } from "./paths";
import type { Finding } from "./problems";
import { breaches, type Breach } from "./rules";
import { experimentSchema, type Experiment } from "./schema";

export interface Examination {
  /** Present when no field on its own is wrong; rules between fields may still be broken. */
  readonly experiment?: Experiment;
  readonly findings: readonly Finding[];
  readonly breaches: readonly Breach[];
}

export function examine(value: unknown): Examination {
  const result = experimentSchema.safeParse(value);
  if (result.success) return { experiment: result.data, findings: [], breaches: [...breaches(result.data)] };
  const issues = flattened(result.error.issues);
  const mended = issues.reduce(mend, { value, replaced: [] });
  const stopgap = experimentSchema.safeParse(mended.value);
  return {
    findings: findingsOf(issues, value),
    breaches: stopgap.success
      ? [...breaches(stopgap.data)].filter(({ fields }) => !touches(fields, mended.replaced))
      : [],
  };
}

interface Mended {
  readonly value: unknown;
  readonly replaced: readonly Path[];
}

/** Stand-ins for required fields; any valid value will do, since what depends on it is not reported. */
const standIns: Readonly<Record<string, unknown>> = {
  name: "unnamed",
  "data.path": "unnamed.npy",
  "data.alphabetSize": 2,
  "training.stages[].train": ["scale"],
  "training.stages[].steps": 1,
};

/** Removes unknown keys, and puts the default or a stand-in where a field is wrong. */
function mend({ value, replaced }: Mended, issue: Issue): Mended {
  const path = fieldOf(issue);
  if (replaced.some((outer) => liesWithin(path, outer))) return { value, replaced };
  if (issue.code === "unrecognized_keys") {
    const remove = (rest: unknown, key: string) => replaceAt(rest, [...issuePath(issue), key], undefined);
    return { value: issue.keys.reduce(remove, value), replaced };
  }
  if (path.length === 0) return { value, replaced };
  const standIn = standIns[pathText(path).replace(/\[\d+\]/g, "[]")];
  return { value: replaceAt(value, path, standIn), replaced: [...replaced, path] };
}

/** The field to replace: not an element but its list, not an unknown `kind` but all that it was to decide. */
function fieldOf(issue: Issue): Path {
  const path =
    issue.code === "invalid_union" && "discriminator" in issue
      ? issuePath(issue).slice(0, -1)
      : issuePath(issue);
  const end = path.findLastIndex((key) => typeof key === "string");
  return path.slice(0, end + 1);
}

function touches(fields: readonly string[], replaced: readonly Path[]): boolean {
  return fields
    .map(parsePath)
    .some((field) => replaced.some((path) => liesWithin(field, path) || liesWithin(path, field)));
}
