/** The JSON Schema of experiment files, for editors and for the room's own messages about fields. */
import * as z from "zod";
import { isHolder, type Path } from "./paths";
import { experimentSchema } from "./schema";
import type { Snippet } from "./stageSnippets";

/** The part of JSON Schema (draft 7) that the experiment's schema uses. */
export interface FieldSchema {
  readonly description?: string;
  readonly default?: unknown;
  /** Values to begin with where there is no default. */
  readonly examples?: readonly unknown[];
  readonly type?: "object" | "array" | "string" | "integer" | "number" | "boolean" | "null";
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  /** What each word of `enum` means. */
  readonly enumDescriptions?: readonly string[];
  readonly oneOf?: readonly FieldSchema[];
  readonly anyOf?: readonly FieldSchema[];
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: FieldSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  /** Texts that editors offer, in VS Code's notation. */
  readonly defaultSnippets?: readonly Snippet[];
}

/**
 * JSON Schema (draft 7) of experiment files as people write them: defaults need not be given, unknown keys are errors.
 * Rules that take two fields are not in it.
 */
export function experimentJsonSchema(): FieldSchema {
  const schema = z.toJSONSchema(experimentSchema, { io: "input", target: "draft-7" });
  // VS Code's own two keys: experiment files may hold comments and trailing commas.
  const extended = {
    title: "Induction Lab experiment",
    allowComments: true,
    allowTrailingCommas: true,
    ...schema,
  };
  // Zod types every node as `schema or boolean`; this schema has no boolean nodes besides additionalProperties.
  return extended as FieldSchema;
}

const root = experimentJsonSchema();

/**
 * The schema of the field at `path`, unions settled by what `value`, the whole, says on the way.
 * @param whole another schema than the experiment's
 */
export function fieldAt(path: Path, value: unknown, whole: FieldSchema = root): FieldSchema | undefined {
  let field: FieldSchema | undefined = whole;
  let holder = value;
  for (const key of path) {
    const settled: FieldSchema | undefined = field && branchFor(field, holder);
    field = typeof key === "number" ? settled?.items : settled?.properties?.[key];
    holder = isHolder(holder) ? holder[key] : undefined;
  }
  return field;
}

/** Keys of the object at `path`. */
export function keysAt(path: Path, value: unknown, whole: FieldSchema = root): string[] {
  const field = fieldAt(path, value, whole);
  const holder = path.reduce<unknown>((inner, key) => (isHolder(inner) ? inner[key] : undefined), value);
  return Object.keys((field && branchFor(field, holder)?.properties) ?? {});
}

/** What a field may be, in words: `a whole number from 1 to 16`. */
export function allowedBy(field: FieldSchema): string {
  return inWords([...new Set(branchesOf(field).flatMap(alternativesOf))]);
}

function alternativesOf(branch: FieldSchema): string[] {
  if (branch.const !== undefined) return [JSON.stringify(branch.const)];
  return branch.enum ? branch.enum.map((choice) => JSON.stringify(choice)) : [typeInWords(branch)];
}

function typeInWords(field: FieldSchema): string {
  switch (field.type) {
    case "integer":
      return `a whole number${range(field)}`;
    case "number":
      return `a number${range(field)}`;
    case "string":
      return field.maxLength ? `text of 1 to ${field.maxLength} characters` : "text";
    case "boolean":
      return "true or false";
    case "array":
      return `a list${field.maxItems ? ` of ${field.minItems ?? 0} to ${field.maxItems}` : ""}, each ${allowedBy(field.items ?? {})}`;
    case "null":
      return "null";
    default:
      return "an object";
  }
}

/** The words among a field's choices. */
export function choicesOf(field: FieldSchema): string[] {
  return branchesOf(field)
    .flatMap(valuesOf)
    .filter((choice) => typeof choice === "string");
}

/** The single values that a branch allows, where they can be listed. */
export function valuesOf(branch: FieldSchema): readonly unknown[] {
  if (branch.const !== undefined) return [branch.const];
  if (branch.enum) return branch.enum;
  if (branch.type === "boolean") return [true, false];
  return branch.type === "null" ? [null] : [];
}

/** What `deciding` may be in the union at `path`. */
export function kindsAt(path: Path, value: unknown, deciding: Discriminator): string[] {
  return branchesOf(fieldAt(path, value) ?? {})
    .flatMap((branch) => (branch.properties?.[deciding] ? valuesOf(branch.properties[deciding]) : []))
    .filter((word) => typeof word === "string");
}

/** What tells the branches of a union apart, in this schema: data by `kind`, models by `family`. */
export const discriminators = ["kind", "family"] as const;
export type Discriminator = (typeof discriminators)[number];

/** A branch's, with the words that choose it. */
function decidingIn(
  branch: FieldSchema,
): { readonly key: Discriminator; readonly words: readonly unknown[] } | undefined {
  for (const key of discriminators) {
    const field = branch.properties?.[key];
    const words = field ? valuesOf(field) : [];
    if (words.length > 0) return { key, words };
  }
  return undefined;
}

/** Where else in an experiment a key called `key` lives: `model`, `training.stages[]`, `data (kind "file")`. */
export function homesOf(key: string, field: FieldSchema = root, place = ""): string[] {
  const branches = branchesOf(field);
  if (branches.length > 1) return homesInUnion(key, branches, place);
  if (field.items) return homesOf(key, field.items, `${place}[]`);
  return Object.entries(field.properties ?? {}).flatMap(([name, inner]) => [
    ...(name === key && place !== "" ? [place] : []),
    ...homesOf(key, inner, place === "" ? name : `${place}.${name}`),
  ]);
}

/** A place that several branches share is named once; one that all of them have, without what tells them apart. */
function homesInUnion(key: string, branches: readonly FieldSchema[], place: string): string[] {
  const deciding = branches.filter(decidingIn);
  const homes = new Set(branches.flatMap((branch) => homesOf(key, branch, place)));
  return [...homes].map((home) => {
    const having = deciding.filter((branch) => homesOf(key, branch, place).includes(home));
    const by = having[0] && decidingIn(having[0]);
    if (!by || having.length === deciding.length) return home;
    const words = having.flatMap((branch) => decidingIn(branch)?.words ?? []);
    const which = inWords(words.map((word) => JSON.stringify(word)));
    return `${place} (${by.key} ${which})${home.slice(place.length)}`;
  });
}

/** `a, b or c`. */
export function inWords(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} or ${items.at(-1)}`;
}

/** The alternatives of a union, unions within them opened; or the field alone. */
export function branchesOf(field: FieldSchema): readonly FieldSchema[] {
  const branches = field.oneOf ?? field.anyOf;
  return branches ? branches.flatMap(branchesOf) : [field];
}

/** The branch of a union that `value` is meant to be; none when it resembles none. */
export function branchFor(field: FieldSchema, value: unknown): FieldSchema | undefined {
  const branches = branchesOf(field);
  return branches.length === 1 ? field : branches.find((branch) => resembles(branch, value));
}

function resembles(branch: FieldSchema, value: unknown): boolean {
  if (branch.type === "array") return Array.isArray(value);
  if (branch.type !== "object") return false;
  const by = decidingIn(branch);
  const given = by && isHolder(value) ? value[by.key] : undefined;
  return given === undefined
    ? !(by && branch.required?.includes(by.key))
    : by?.words.includes(given) === true;
}

function range(field: FieldSchema): string {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = field;
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  const bounds = [
    ...(minimum === undefined ? [] : [`at least ${minimum}`]),
    ...(exclusiveMinimum === undefined ? [] : [`above ${exclusiveMinimum}`]),
    ...(maximum === undefined ? [] : [`at most ${maximum}`]),
    ...(exclusiveMaximum === undefined ? [] : [`below ${exclusiveMaximum}`]),
  ];
  return bounds.length === 0 ? "" : ` ${bounds.join(" and ")}`;
}
