/** All that can be set in an experiment, flat, for menus that change one field of it. */
import { allowedBy, branchesOf, branchFor, fieldAt, valuesOf, type FieldSchema } from "./jsonSchema";
import { isHolder, pathText, valueAt, type Path } from "./paths";
import type { Experiment } from "./schema";

/** A field without fields of its own; `pathText=value` as an override sets it. */
export interface ExperimentField {
  readonly path: Path;
  /** `training.stages[0].learningRate` */
  readonly pathText: string;
  /** What the experiment says, by default too; undefined for an option that is left out. */
  readonly value: unknown;
  readonly description: string;
  /** What it may be, in words: `a whole number from 1 to 16`. */
  readonly allowed: string;
  /** All that it may be, where that can be listed. */
  readonly choices?: readonly FieldChoice[];
}

export interface FieldChoice {
  readonly value: unknown;
  readonly description?: string | undefined;
}

/**
 * Every field of `experiment` that can be set, in the order of the schema, those of each stage and options left out
 * included. What has one value only, such as the kind of data, is not among them; an optimizer is, by its kind.
 */
export function experimentFields(experiment: Experiment): readonly ExperimentField[] {
  return fieldsIn([], experiment).filter(({ path }) => path[0] !== "$schema");
}

function fieldsIn(path: Path, experiment: Experiment): readonly ExperimentField[] {
  const field = fieldAt(path, experiment);
  if (!field || field.const !== undefined) return [];
  const value = valueAt(experiment, path);
  const branch = branchFor(field, value);
  if (branch?.properties) {
    const inner = Object.keys(branch.properties).flatMap((key) => fieldsIn([...path, key], experiment));
    return choicesOf(field).length === 0 ? inner : [leaf(path, field, kindOf(value)), ...inner];
  }
  if (branch?.items?.type === "object" && Array.isArray(value)) {
    return value.flatMap((_, index) => fieldsIn([...path, index], experiment));
  }
  return [leaf(path, field, value)];
}

function leaf(path: Path, field: FieldSchema, value: unknown): ExperimentField {
  const choices = choicesOf(field);
  return {
    path,
    pathText: pathText(path),
    value,
    description: field.description ?? "",
    allowed: allowedBy(field),
    ...(choices.length > 0 && { choices }),
  };
}

/** None where there are values besides; objects have fields of their own to choose by. */
function choicesOf(field: FieldSchema): readonly FieldChoice[] {
  const listed = branchesOf(field).filter(({ type }) => type !== "object");
  if (listed.some((branch) => valuesOf(branch).length === 0)) return [];
  return listed.flatMap((branch) =>
    valuesOf(branch).map((value, index) => ({ value, description: branch.enumDescriptions?.[index] })),
  );
}

/** The short form of an object that has one. */
function kindOf(value: unknown): unknown {
  return isHolder(value) ? value.kind : value;
}
