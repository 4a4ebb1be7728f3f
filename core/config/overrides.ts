/**
 * `--set path=value`: changes single fields of an experiment before it is checked. An override acts on the experiment
 * as it would run, so `training.stages.0.steps=10` also works where the stages are the defaults.
 */
import { fieldAt } from "./jsonSchema";
import { isHolder, parsePath, replaceAt, valueAt, type Path } from "./paths";
import { nowhere, problemAt, type Problem } from "./problems";
import { shown } from "./written";

/** One override that took effect. */
export interface Override {
  readonly path: Path;
  /** As typed, with `--set` before it. */
  readonly text: string;
}

export interface Overridden {
  readonly value: unknown;
  readonly applied: readonly Override[];
  /** Overrides that could not be applied; what they set may be wrong all the same, the schema will tell. */
  readonly problems: readonly Problem[];
}

/** Applies `path=value` texts in order. Values are JSON, or else plain text. */
export function applyOverrides(value: unknown, overrides: readonly string[]): Overridden {
  return overrides.reduce<Overridden>(
    (before, assignment) => {
      const text = `--set ${assignment}`;
      const outcome = assigned(before.value, assignment);
      if ("refusal" in outcome) {
        const { path, ...refusal } = outcome.refusal;
        const finding = { severity: "error", path, about: "value", ...refusal } as const;
        return {
          ...before,
          problems: [...before.problems, problemAt({ ...nowhere, override: text }, finding)],
        };
      }
      return { ...before, value: outcome.value, applied: [...before.applied, { path: outcome.path, text }] };
    },
    { value, applied: [], problems: [] },
  );
}

interface Refusal {
  readonly path: Path;
  readonly message: string;
  readonly found?: string | undefined;
  readonly allowed?: string | undefined;
}

type Outcome = { readonly value: unknown; readonly path: Path } | { readonly refusal: Refusal };

function assigned(value: unknown, assignment: string): Outcome {
  const equals = assignment.indexOf("=");
  const keys = parsePath(assignment.slice(0, Math.max(equals, 0)).trim());
  if (keys.length === 0) {
    const message = "An override is written path=value, for example --set training.stages.0.steps=100.";
    return { refusal: { path: [], message } };
  }
  let result: unknown = value ?? {};
  let path: Path = [];
  for (const key of keys) {
    const holder = opened(result, path);
    if (holder === undefined) return { refusal: closed(result, path) };
    result = replaceAt(result, path, holder);
    const list = Array.isArray(holder);
    if (list && !hasPlace(holder, key)) return { refusal: beyond(holder, path, key) };
    path = [...path, list ? Number(key) : String(key)];
  }
  return { value: replaceAt(result, path, parsed(assignment.slice(equals + 1))), path };
}

/** What holds fields at `path`: what is there, or its default, or an empty object; undefined if it can hold none. */
function opened(value: unknown, path: Path): object | undefined {
  const field = fieldAt(path, value);
  const written = valueAt(value, path);
  const there = written === undefined ? (field?.default ?? (field?.type === "array" ? [] : {})) : written;
  if (isHolder(there)) return there;
  const asKind = { kind: there };
  const allowsKind = typeof there === "string" && fieldAt([...path, "kind"], replaceAt(value, path, asKind));
  return allowsKind ? asKind : undefined;
}

/** Whether `key` is an element of `list`, or the place behind its last. */
function hasPlace(list: readonly unknown[], key: string | number): boolean {
  const index = Number(key);
  return Number.isInteger(index) && index >= 0 && index <= list.length;
}

function closed(value: unknown, path: Path): Refusal {
  const there = valueAt(value, path);
  const found = there === undefined ? undefined : shown(there);
  return { path, message: "This has no fields of its own: set it as a whole.", found };
}

function beyond(list: readonly unknown[], path: Path, key: string | number): Refusal {
  return {
    path: [...path, Number.isNaN(Number(key)) ? key : Number(key)],
    message:
      "There is no such element; elements are counted from 0, and the number behind the last adds one.",
    found: String(key),
    allowed: `0 to ${list.length}`,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
