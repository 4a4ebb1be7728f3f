/**
 * Checks a plain value against the schema and the rules between fields, and reports everything at once:
 * where some fields are wrong, the rules still judge all the others.
 */
import { fieldFixes } from "./fixes/fieldFixes";
import { fixed, mostMended, type Fix } from "./fixes/fix";
import { findingsOf, flattened, issuePath, type Issue } from "./issues";
import { liesWithin, parsePath, replaceAt, type Path } from "./paths";
import type { Finding } from "./problems";
import { breaches, type Breach } from "./rules";
import { experimentSchema, type Experiment } from "./schema";
import { standInFor } from "./standIns";

export interface Examination {
  /** Present when no field on its own is wrong; rules between fields may still be broken. */
  readonly experiment?: Experiment;
  readonly findings: readonly Finding[];
  readonly breaches: readonly Breach[];
}

export function examine(value: unknown): Examination {
  const result = experimentSchema.safeParse(value);
  if (result.success) {
    return { experiment: result.data, findings: [], breaches: breachesOf(result.data, value) };
  }
  const issues = flattened(result.error.issues);
  const mended = issues.reduce(mend, { value, replaced: [] });
  const stopgap = experimentSchema.safeParse(mended.value);
  return {
    findings: findingsOf(issues, value).map((finding, index) =>
      index < mostMended ? { ...finding, fixes: fieldFixes(finding, value) } : finding,
    ),
    breaches: stopgap.success
      ? breachesOf(stopgap.data, mended.value).filter(({ fields }) => !touches(fields, mended.replaced))
      : [],
  };
}

interface Mended {
  readonly value: unknown;
  readonly replaced: readonly Path[];
}

/** Removes unknown keys, and puts the default or a stand-in where a field is wrong. */
function mend({ value, replaced }: Mended, issue: Issue): Mended {
  const path = fieldOf(issue);
  if (replaced.some((outer) => liesWithin(path, outer))) return { value, replaced };
  if (issue.code === "unrecognized_keys") {
    const without = (rest: unknown, key: string) => replaceAt(rest, [...issuePath(issue), key], undefined);
    return { value: issue.keys.reduce(without, value), replaced };
  }
  if (path.length === 0) return { value, replaced };
  return { value: replaceAt(value, path, standInFor(path)), replaced: [...replaced, path] };
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

/** The rules that an experiment breaks, each with those of its remedies that leave it better than it was. */
function breachesOf(experiment: Experiment, written: unknown): Breach[] {
  const broken = [...breaches(experiment)];
  const before = weight(broken);
  const helps = (fix: Fix): boolean => {
    const result = experimentSchema.safeParse(fixed(written, fix));
    return result.success && weight([...breaches(result.data)]) < before;
  };
  return broken.map((breach, index) => ({
    ...breach,
    fixes: index < mostMended ? (breach.fixes ?? []).filter(helps) : [],
  }));
}

/** Errors count before warnings, of which there are never so many. */
function weight(broken: readonly Breach[]): number {
  return broken.reduce((sum, { severity }) => sum + (severity === "error" ? 1e6 : 1), 0);
}

function touches(fields: readonly string[], replaced: readonly Path[]): boolean {
  return fields
    .map(parsePath)
    .some((field) => replaced.some((path) => liesWithin(field, path) || liesWithin(path, field)));
}
