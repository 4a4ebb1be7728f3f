/** The JSON Schema of sweep files: as messages need it, and for editors, which are told every field that can vary. */
import * as z from "zod";
import { experimentJsonSchema, presets, type DocumentKind, type FieldSchema } from "../config";
import { sweepSchema, type SweepSource } from "./schema";

/** Fields of sweep files, of the experiments in them nothing. */
const sweepFields = asFields(z.toJSONSchema(sweepSchema, { io: "input", target: "draft-7" }));

export const sweepText: DocumentKind<SweepSource> = {
  noun: "sweep",
  emptiness:
    'The file is empty: a sweep is an object with at least a name and an experiment, { "name": "first", "experiment": "quickstart" }.',
  least: { name: "untitled", experiment: "quickstart", seeds: 5 },
  schema: sweepSchema,
  fields: sweepFields,
};

/** What editors offer and check in `*.sweep.json`: JSON Schema, draft 7, with all fields of an experiment by path. */
export function sweepJsonSchema(): object {
  const experiment = experimentJsonSchema();
  const fields = fieldsOf(experiment);
  const { properties = {}, ...whole } = sweepFields;
  const lists = byField(fields, (field) => ({
    description: field.description,
    type: "array",
    minItems: 1,
    items: valueOf(field),
  }));
  return {
    title: "Induction Lab sweep",
    allowComments: true,
    allowTrailingCommas: true,
    ...whole,
    properties: {
      ...properties,
      experiment: {
        description: properties.experiment.description,
        anyOf: [
          {
            type: "string",
            enum: presets.map(({ id }) => id),
            enumDescriptions: presets.map(({ description }) => description),
          },
          { type: "string", pattern: "\\.json$" },
          { ...experiment, required: [] },
        ],
      },
      set: { ...properties.set, ...byField(fields, valueOf) },
      grid: {
        description: properties.grid.description,
        anyOf: [lists, { type: "array", minItems: 1, items: lists }],
      },
      random: {
        ...properties.random,
        ...byField(fields, (field) => ({ ...drawnFields(properties), description: field.description })),
      },
    },
  };
}

function drawnFields(properties: Readonly<Record<string, FieldSchema>>): object {
  const { random } = asRecord(properties);
  const { additionalProperties } = asRecord(random);
  return asRecord(additionalProperties);
}

interface NamedField {
  /** `training.stages[0].learningRate` */
  readonly name: string;
  /** Of a field of list elements, with any number. */
  readonly pattern: string | null;
  readonly field: FieldSchema;
}

/** Every field without fields of its own, and those that have a short form. */
function fieldsOf(field: FieldSchema, name = "", pattern = ""): NamedField[] {
  const branches = (field.oneOf ?? field.anyOf ?? [field]).flatMap(
    (branch) => branch.anyOf ?? branch.oneOf ?? [branch],
  );
  const objects = branches.filter(({ properties }) => properties);
  const inner = objects.flatMap(({ properties = {} }) =>
    Object.entries(properties).flatMap(([key, each]) =>
      fieldsOf(each, name === "" ? key : `${name}.${key}`, name === "" ? key : `${pattern}\\.${key}`),
    ),
  );
  const [elements] = branches.flatMap(({ items }) => (items?.properties ? [items] : []));
  if (elements) return fieldsOf(elements, `${name}[0]`, `${pattern}\\[\\d+\\]`);
  const itself = objects.length < branches.length && !["$schema", "name"].includes(name);
  return [...(itself ? [{ name, pattern: pattern.includes("\\[") ? pattern : null, field }] : []), ...inner];
}

/** Other spellings of a path are allowed too, and left to the program. */
function byField(fields: readonly NamedField[], schemaOf: (field: FieldSchema) => object): object {
  const named = fields.map(({ name, field }) => [name, schemaOf(field)] as const);
  const patterns = fields.flatMap(({ pattern, field }) =>
    pattern === null ? [] : [[`^${pattern}$`, schemaOf(field)] as const],
  );
  return {
    type: "object",
    properties: Object.fromEntries(named),
    patternProperties: Object.fromEntries(patterns),
  };
}

/** A value in a list has no default. */
function valueOf({ default: _, ...field }: FieldSchema): FieldSchema {
  return field;
}

/** Zod types every node as `schema or boolean`; what is asked for here is none of the booleans. */
function asFields(schema: unknown): FieldSchema {
  return schema as FieldSchema;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
