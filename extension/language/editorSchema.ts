/**
 * The JSON Schema of experiments, or of sweeps, with what only editors use: the order of keys, the default beside each, hovers that say
 * what is allowed, and values that fit on the line where they are inserted.
 */
import * as vscode from "vscode";
import type { JSONSchema } from "vscode-json-languageservice";
import { allowedBy, discriminators, valuesOf, type FieldSchema } from "../../core/config";

/** A whole file to begin with. */
export interface Beginning {
  readonly title: string;
  readonly description: string;
  readonly text: string;
}

/** The schema for files; an empty one can begin with a preset. */
export function editorSchema(root: FieldSchema, beginnings: readonly Beginning[]): JSONSchema {
  const defaultSnippets = beginnings.map(({ title, description, text }) => {
    return { label: title, description, body: `^${plain(text.trimEnd())}` };
  });
  return { ...schemaOf(root), defaultSnippets };
}

function schemaOf(field: FieldSchema): JSONSchema {
  const { default: standard, defaultSnippets, properties, items, oneOf, anyOf, ...rest } = field;
  const snippets = defaultSnippets ?? listSnippets(standard);
  const schema = {
    ...rest,
    ...(field.description !== undefined && { markdownDescription: hoverText(field) }),
    // A snippet says the same as the default, and keeps to one line.
    ...(snippets ? { defaultSnippets: snippets } : standard !== undefined && { default: standard }),
    ...(properties && { properties: inOrder(properties, field.required ?? []) }),
    ...(items && { items: schemaOf(items) }),
    ...(oneOf && { oneOf: withOtherKinds(oneOf) }),
    ...(anyOf && { anyOf: anyOf.map(branchOf), examples: otherWords(field) }),
  };
  // The library's type is the same schema, only that its lists may be changed.
  return schema as JSONSchema;
}

function inOrder(
  properties: Readonly<Record<string, FieldSchema>>,
  required: readonly string[],
): Record<string, JSONSchema> {
  const entries = Object.entries(properties).map(([key, field], index): [string, JSONSchema] => {
    const suggestSortText = String(index).padStart(2, "0");
    // Nobody writes the schema by hand into a file that has it anyway.
    const doNotSuggest = key === "$schema";
    const schema = { ...schemaOf(field), ...detail(field, required.includes(key)) };
    return [key, { ...schema, suggestSortText, doNotSuggest }];
  });
  return Object.fromEntries(entries);
}

/** What stands beside a key in the list of completions. */
function detail(field: FieldSchema, required: boolean): { readonly completionDetail?: string } {
  if (required) return { completionDetail: vscode.l10n.t("required") };
  return isPlain(field.default)
    ? { completionDetail: vscode.l10n.t("default {0}", onOneLine(field.default)) }
    : {};
}

/** Objects told apart by their kind: whichever is meant so far, the other kinds are on offer too. */
function withOtherKinds(branches: readonly FieldSchema[]): readonly JSONSchema[] {
  const key = discriminators.find((name) => branches.some(({ properties }) => properties?.[name])) ?? "kind";
  const kinds = branches.flatMap(({ properties }) => (properties?.[key] ? [properties[key]] : []));
  return branches.map((branch) => {
    const schema = schemaOf(branch);
    const defaultSnippets = kinds
      .filter((kind) => kind !== branch.properties?.[key])
      .flatMap((kind) =>
        valuesOf(kind).map((word, index) => {
          const description = kind.enumDescriptions?.[index] ?? kind.description;
          return { label: JSON.stringify(word), body: word, description };
        }),
      );
    const kind = schema.properties?.[key];
    return typeof kind === "object"
      ? { ...schema, properties: { ...schema.properties, [key]: { ...kind, defaultSnippets } } }
      : schema;
  }) as readonly JSONSchema[]; // as in schemaOf
}

/** A union's own description stays in front: that of a branch is said as the meaning of a word. */
function branchOf(branch: FieldSchema): JSONSchema {
  if (branch.type !== "null") return schemaOf(branch);
  return { type: "null", enum: [null], enumDescriptions: [branch.description ?? ""] };
}

/** With more than the default to choose from, completing a key goes on with a list of values. */
function otherWords(field: FieldSchema): readonly unknown[] {
  return (field.anyOf ?? []).flatMap((branch) => branch.enum ?? []).filter((word) => word !== field.default);
}

function listSnippets(standard: unknown): JSONSchema["defaultSnippets"] {
  if (!Array.isArray(standard) || !isPlain(standard)) return undefined;
  const stops = standard.map((item, index) => `\${${index + 1}:${plain(JSON.stringify(item))}}`);
  return [{ label: onOneLine(standard), body: `^[${stops.join(", ")}]` }];
}

function hoverText(field: FieldSchema): string {
  const facts = [
    ...(saysWhatIsAllowed(field) ? [vscode.l10n.t("Allowed: {0}.", allowedBy(field))] : []),
    ...(isPlain(field.default) ? [vscode.l10n.t("Default: {0}.", onOneLine(field.default))] : []),
  ];
  return [field.description ?? "", facts.join(" ")].map(asMarkdown).join("\n\n").trim();
}

/** An object's fields say themselves what they allow, and a constant is alone. */
function saysWhatIsAllowed({ type, oneOf, const: only }: FieldSchema): boolean {
  return type !== "object" && !oneOf && only === undefined;
}

/** A value that fits beside a key: no object, and no list of any. */
function isPlain(standard: unknown): boolean {
  if (Array.isArray(standard)) return standard.every((item) => typeof item !== "object");
  return standard === null || (standard !== undefined && typeof standard !== "object");
}

function onOneLine(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(onOneLine).join(", ")}]` : JSON.stringify(value);
}

/** Text whose every character stands for itself. VS Code's own appendText would keep its lines from being wrapped. */
function asMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#+\-.!|~]/g, "\\$&");
}

/** Text without tab stops in a snippet. */
function plain(text: string): string {
  return text.replace(/[\\$}]/g, "\\$&");
}
