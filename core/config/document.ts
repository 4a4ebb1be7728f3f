/**
 * Files beside the experiment that are written and judged as it is: JSON with comments, against a schema of their own,
 * every problem with its place. What their fields mean together is for their own rooms.
 */
import type * as z from "zod";
import { findingsOf, flattened } from "./issues";
import type { FieldSchema } from "./jsonSchema";
import { nowhere, problemAt, type Finding, type Problem } from "./problems";
import { readSource, type TextKind } from "./source";

/** A kind of file. */
export interface DocumentKind<Data> extends TextKind {
  readonly schema: z.ZodType<Data>;
  /** The same as JSON Schema, by which messages say what is allowed. */
  readonly fields: FieldSchema;
}

export interface Document<Data> {
  /** What the text says, as far as it can be read. */
  readonly value: unknown;
  /** Where no field is wrong. */
  readonly data?: Data;
  /** Of the text as JSON, and of single fields. */
  readonly problems: readonly Problem[];
  /** A further one, at its place in the text, or at that of the nearest thing around it. */
  problem(finding: Finding): Problem;
}

export function readDocument<Data>(text: string, kind: DocumentKind<Data>): Document<Data> {
  const source = readSource(text, kind);
  const { value } = source;
  const parsed = kind.schema.safeParse(value);
  const problem = (finding: Finding): Problem => {
    const { path, about } = finding;
    for (let depth = path.length; depth >= 0; depth--) {
      const part = depth === path.length && about === "value" ? "value" : "key";
      const place = source.placeOf(path.slice(0, depth), part);
      if (place) return problemAt(place, finding);
    }
    return problemAt(nowhere, finding);
  };
  const findings = parsed.success ? [] : findingsOf(flattened(parsed.error.issues), value, kind.fields);
  const found = findings.filter(({ about }) => !(source.broken && about === "absence")).map(problem);
  const usable = parsed.success && source.problems.length === 0;
  return {
    value,
    ...(usable && { data: parsed.data }),
    problems: [...source.problems, ...found],
    problem,
  };
}
